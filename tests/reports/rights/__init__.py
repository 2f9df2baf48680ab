"""What a family may ask for: a copy, a correction, an erasure."""
