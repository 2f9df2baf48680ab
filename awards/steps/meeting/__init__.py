"""The committee's vote by hands in a class meeting: a star a screen, counted and typed by the teacher."""
