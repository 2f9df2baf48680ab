"""Whether an archive is what was written, and by whom: asked of the file alone, without a database."""
