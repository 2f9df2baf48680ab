"""One class's sheet: its contents, limits and locks, and the verbs that fill it in and move it."""
