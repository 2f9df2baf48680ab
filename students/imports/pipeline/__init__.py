"""What every import goes through: read, preview, confirm, and what takes long by the worker."""
