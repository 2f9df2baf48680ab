"""The roster of a school from a file."""
