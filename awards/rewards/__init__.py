"""The queue of what levels entitle to."""
