"""The whole of an installation in one encrypted file, back again, and from one database to another."""
