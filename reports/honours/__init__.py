"""Letters, certificates and the honour board: issued, printed, shown."""
