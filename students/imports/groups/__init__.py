"""Groups, leaders and cadres from a file."""
