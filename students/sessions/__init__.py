"""What stands between a person and the pages: passwords, waits after failures, devices, the second step."""
