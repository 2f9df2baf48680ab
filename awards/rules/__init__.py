"""The scheme's rules as pure functions and plain data: no database, no request, no clock."""
