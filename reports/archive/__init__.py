"""A term as a package of plain files that can be read, and checked, without this program."""
