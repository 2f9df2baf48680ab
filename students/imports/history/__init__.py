"""The imports of a school, and taking one back."""
