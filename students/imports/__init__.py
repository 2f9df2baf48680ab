"""A school's own files to rows of the database: columns, typed lines, a plan to preview, a flow to confirm it.

Nothing here writes pupils or staff: the verbs in `students.roster` and `students.staff` do.
"""
