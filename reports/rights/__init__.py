"""What a pupil and the guardians may ask for: a copy of all that is held, a correction, an erasure."""
