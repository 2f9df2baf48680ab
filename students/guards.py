"""What the database refuses in the tables of who and where."""

from starrating.db.guards import AppendOnly, Frozen
from starrating.db.sealed import Sealed

# A settlement is reopened once and never goes; what it was stays.
_ENDED = (
    "OLD.reopened_at IS NOT NULL OR NEW.term_id <> OLD.term_id OR NEW.entry_year <> OLD.entry_year"
    " OR NEW.at <> OLD.at OR NEW.by_id <> OLD.by_id OR NEW.ends_on <> OLD.ends_on"
)
GUARDS = (
    AppendOnly("students_datarules"),
    AppendOnly("students_movement"),
    Frozen(
        "students_gradesettlement",
        {"UPDATE": _ENDED, "DELETE": "OLD.id IS NOT NULL"},
        "a settlement of a grade stays on record: it is reopened once, and settling again is a new row",
    ),
)
_REOPENED = ("reopened_at", "reopened_by_id", "reason_kept_id")
SEALED = (
    Sealed("students_datarules", "at"),
    Sealed("students_movement", "at"),
    Sealed("students_gradesettlement", "at", leaving_out=_REOPENED, at_once=True),
    Sealed(
        "students_gradesettlement", "reopened_at", part="reopened", only=_REOPENED, once="reopened_at", at_once=True
    ),
)
