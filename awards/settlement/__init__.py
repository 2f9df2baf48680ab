"""The end of a term: checks, levels frozen, rewards created, both corrected."""
