"""Facts noted between months: what speaks for a star, told when it happens, so that nobody judges by memory."""
