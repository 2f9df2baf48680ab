"""What leaves the house: notices, papers, workbooks, archives; the stars of a pupil and of a class."""
