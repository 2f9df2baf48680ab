"""A class's groups, their leaders and its star committee."""
