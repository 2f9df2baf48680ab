"""A school's scheme: presets, drafts, publishing, its text for the wall."""
