"""Where somebody lands after signing in, and what is left to do."""
