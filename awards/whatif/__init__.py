"""Other numbers of a scheme, tried on a real term."""
