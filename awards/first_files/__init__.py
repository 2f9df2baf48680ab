"""A new school's files all at once: told apart, looked at together, written in one go."""
