"""The committee's vote by hands at a class meeting: a star a screen, counted and typed by the teacher."""
