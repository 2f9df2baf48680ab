"""Names that came on a sheet together."""
