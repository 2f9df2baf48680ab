"""The stars of one pupil and of one class."""
