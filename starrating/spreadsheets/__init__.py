"""Tables written for spreadsheets: columns over rows, workbooks, text tables. `starrating/cells` reads them."""
