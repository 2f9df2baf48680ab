"""Grave violations with their deductions, and formal punishments."""
