"""What the database refuses in the tables of papers: what was issued stays on record."""

from starrating.db.guards import AppendOnly

GUARDS = (AppendOnly("reports_issueddocument"),)
