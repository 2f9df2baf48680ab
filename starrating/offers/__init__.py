"""Offers to undo what was done to many at once."""
