"""The audit as people read and search it."""
