"""The guardian's window: one child's page for who holds its code, read-only, and what is asked from there."""
