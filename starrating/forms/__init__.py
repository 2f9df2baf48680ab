"""What all forms have in common: how they are drawn, their fields, and those that are used as they are."""
