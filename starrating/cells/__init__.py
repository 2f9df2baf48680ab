"""From the bytes of a typed file to cells that know their place, and from cells to tables.

Callers use `reader.read_workbook`, `tables.find_table` and `values`. The parsing itself runs in `child`, a limited
process of its own that knows neither Django nor this package's other modules; so this file imports nothing.
"""
