"""The administrator's editor of the scheme."""
