"""A term as tables, workbook and pictures."""
