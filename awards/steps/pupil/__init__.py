"""The pupil's own step, and what becomes of what was declared."""
