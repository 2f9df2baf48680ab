"""What the database refuses in the tables that belong to no subject: the audit only grows."""

from starrating.db.guards import AppendOnly

GUARDS = (AppendOnly("operations_auditevent"),)
