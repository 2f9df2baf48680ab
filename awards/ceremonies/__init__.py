"""Ceremonies: planned, changed, cancelled, closed; who is called, who is invited, what was handed out (六3, 六4)."""
