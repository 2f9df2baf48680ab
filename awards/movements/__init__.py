"""Movements of pupils as the stars see them: credits, joined records, names left on closed sheets."""
