"""The school's own words for its papers."""
