"""Whom a box may mean."""
