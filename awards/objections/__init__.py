"""Objections to a notice and their answers."""
