"""Reminders that leave the house: which classes owe a sheet, to a group robot, by e-mail and as a calendar."""
