"""Exams and who was first in them."""
