"""Who teaches which class, by hand."""
