"""Undoing month sheets that came by a file."""
