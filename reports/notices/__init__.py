"""Public notices on screen and for everybody."""
