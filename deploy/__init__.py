"""What runs the program elsewhere; how far each file was tried stands at its head (Tried, Not tried)."""
