"""Small schools made at random, reckoned twice: once by the program and once by plain Python that shares no code."""
