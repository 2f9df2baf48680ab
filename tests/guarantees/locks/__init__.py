"""Two who act on the same at once, one of them half way: every lock of the program has a race here, or a reason."""
