"""What the database refuses in the tables of who and where."""

from starrating.db.guards import AppendOnly

GUARDS = (AppendOnly("students_movement"),)
