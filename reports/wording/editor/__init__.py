"""The page on which papers' words are edited."""
