"""Every list that staff see, as a file: the rows of its page as filtered, and a resource that says its columns."""
