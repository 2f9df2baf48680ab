"""Single faults planted in a copy of the program, and whether a test sees them. Run by ``make faults-planted``.

The kept tools do not serve: mutmut passes over every function with a decorator, which is every verb and every view, and
neither it nor cosmic-ray takes a filter out of a query, a lock out of a transaction or a constraint out of a database.
"""
