"""What the database refuses in the tables that belong to no subject: audit, readings and seals only grow."""

from starrating.db.guards import AppendOnly, Frozen, Kept
from starrating.db.sealed import Sealed

# Half a year, as the law has it for the logs of a network; an installation may keep them longer (READINGS_DAYS).
LEAST_DAYS = 180
# A key is retired once; what it says of itself stays, and so does it.
_KEY_SAYS = ("public", "fingerprint", "made_at", "after", "after_digest", "statement", "endorsement")
_RETIRED = " OR ".join(
    (
        "OLD.retired_at IS NOT NULL OR NEW.retired_at IS NULL",
        "COALESCE(NEW.previous_id, 0) <> COALESCE(OLD.previous_id, 0)",
        *(f'NEW."{name}" <> OLD."{name}"' for name in _KEY_SAYS),
    )
)
GUARDS = (
    AppendOnly("operations_auditevent"),
    Kept("operations_reading", LEAST_DAYS),
    AppendOnly("operations_seal"),
    AppendOnly("operations_sealedrow"),
    Frozen(
        "operations_sealkey",
        {"UPDATE": _RETIRED, "DELETE": "OLD.id IS NOT NULL"},
        "a sealing key stays on record: it is retired once",
    ),
)
SEALED = (Sealed("operations_auditevent", "at"),)
