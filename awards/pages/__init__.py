"""What the templates print, prepared: a page gets one object and decides nothing itself."""
