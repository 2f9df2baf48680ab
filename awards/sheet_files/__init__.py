"""Month sheets as files: the form to fill in, and its way back."""
