"""Tables written for spreadsheets: columns over rows, workbooks, comma-separated text. Reading is `starrating/cells`."""
