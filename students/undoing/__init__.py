"""Undoing by one press what one has just done to many."""
