"""The classes of a school year and the pupils in them."""
