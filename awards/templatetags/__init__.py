"""What templates say in a scheme's own words."""
