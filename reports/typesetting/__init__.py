"""A paper's data become a PDF."""
