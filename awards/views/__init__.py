"""Pages of the month, by who uses them."""
