"""The published versions of a scheme for everybody, and what changed from one to the next."""
