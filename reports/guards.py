"""What the database refuses in the tables of papers: what was issued stays on record."""

from starrating.db.guards import AppendOnly
from starrating.db.sealed import Sealed

GUARDS = (AppendOnly("reports_issueddocument"),)
SEALED = (Sealed("reports_issueddocument", "at"),)
