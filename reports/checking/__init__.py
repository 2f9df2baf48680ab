"""Whether a paper is genuine, for whoever holds it."""
