"""The real program as a child process on a database of its own, and the clients that drive it over HTTP."""
