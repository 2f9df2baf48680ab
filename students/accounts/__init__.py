"""Accounts: made, found, closed, and their one-time passwords on slips."""
