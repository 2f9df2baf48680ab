"""Who was shown what of a pupil: the two questions that the record answers, and how long it is kept."""
