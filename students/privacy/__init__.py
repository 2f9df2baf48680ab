"""What families are told of the data kept on their children, and what went wrong with them."""
