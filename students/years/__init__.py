"""The start of a school year."""
