"""The one page of papers and files, and their addresses."""
