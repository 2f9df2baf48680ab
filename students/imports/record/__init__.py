"""What imports have written, kept as long as they can be undone."""
