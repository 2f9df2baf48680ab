"""Who teaches what, from a file."""
