"""Pupils come, leave, change class and are joined; guardians' numbers; what is kept of leavers."""
