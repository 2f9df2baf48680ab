"""What a school says of itself: names, terms, subjects, working days."""
