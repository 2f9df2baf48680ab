"""What goes wrong: the pages that say so, and what goes on without a database that can be written to."""
