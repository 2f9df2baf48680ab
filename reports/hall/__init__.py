"""The honour board on a screen in the hall, at a secret address of its own."""
