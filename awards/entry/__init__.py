"""The homeroom teacher's pages: a class's sheet by star, as a grid, as tiles; the shortlist."""
