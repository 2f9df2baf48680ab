"""A term on one page for whoever answers for it: figures without a name, printed as they stand."""
