"""Terms and rounds: opened, changed, found by a day, locked."""
