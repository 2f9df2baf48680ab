"""The office's month: the board, filing and returning, the register."""
