"""Papers as PDF: a module makes a paper's data, a template of the same name lays it out, the wording stands apart.

Nothing here writes to the database. A paper's data are JSON with no other keys than ``allowed.ALLOWED`` lists for it.
"""
