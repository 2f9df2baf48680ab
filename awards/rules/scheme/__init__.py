"""A scheme as plain data: its keys, its file, its contradictions, its differences."""
