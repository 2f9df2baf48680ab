"""Django's own formats, put right where they differ from what a school writes."""
