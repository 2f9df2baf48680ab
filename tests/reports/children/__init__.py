"""The yearly file on children's data."""
