"""What families are told of the data kept on their children."""
