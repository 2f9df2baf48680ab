"""What the database refuses in the tables of the scheme, the decisions and the ledger."""

from awards.models.states import LIVE_STATES
from starrating.db.guards import AppendOnly, Frozen, Limited

_MESSAGE = "a published scheme never changes: a new version is a new scheme"
_SCHEME = "OLD.state = 'published'"
_COMES = "EXISTS (SELECT 1 FROM awards_scheme WHERE id = NEW.scheme_id AND state = 'published')"
_STANDS = "EXISTS (SELECT 1 FROM awards_scheme WHERE id = OLD.scheme_id AND state = 'published')"
_ROWS = {"INSERT": _COMES, "UPDATE": _STANDS, "DELETE": _STANDS}

# Neither a published scheme nor its rows change any more (A53, A58): terms are held under it.
PUBLISHED = (
    Frozen("awards_scheme", {"UPDATE": _SCHEME, "DELETE": _SCHEME}, _MESSAGE),
    *(Frozen(f"awards_{name}", _ROWS, _MESSAGE) for name in ("staritem", "level", "step", "ground", "examkind")),
)
# The second line of the pupil's cap (五4), should the sheet's lock ever be missing: counted where the rows are.
CAP_HELD = "a pupil has no more stars on one sheet than the scheme allows"
_LIVE = ", ".join(f"'{state.value}'" for state in sorted(LIVE_STATES))


def _full(itself: str) -> str:
    """Give the condition that the pupil has all the stars already, not counting the row for which ``itself`` holds."""
    return f"""NEW.state IN ({_LIVE}) AND EXISTS (
    SELECT 1 FROM awards_staritem item, awards_classround sheet
    JOIN awards_round round ON round.id = sheet.round_id
    JOIN awards_termscheme pinned ON pinned.term_id = round.term_id
    JOIN awards_scheme scheme ON scheme.id = pinned.scheme_id
    WHERE item.id = NEW.item_id AND item.counts_toward_cap
    AND sheet.id = NEW.class_round_id AND scheme.self_report_max > 0
    AND scheme.self_report_max <= (
        SELECT COUNT(*) FROM awards_nomination other JOIN awards_staritem its ON its.id = other.item_id
        WHERE other.class_round_id = NEW.class_round_id AND other.student_id = NEW.student_id
        AND NOT ({itself}) AND other.state IN ({_LIVE}) AND its.counts_toward_cap))"""  # noqa: S608 -- our own words


# A name that counts already may go from state to state, whatever else is on the sheet.
_COMES_IN = (
    f"(OLD.state NOT IN ({_LIVE}) OR OLD.item_id <> NEW.item_id OR OLD.student_id <> NEW.student_id"
    " OR OLD.class_round_id <> NEW.class_round_id)"
)
# A row that comes has no key yet, and the same star twice is refused by a constraint.
_CONDITIONS = {
    "INSERT": _full("other.item_id = NEW.item_id"),
    "UPDATE": f"{_COMES_IN} AND {_full('other.id = NEW.id')}",
}
CAP = Limited(
    "awards_nomination",
    _CONDITIONS,
    CAP_HELD,
    lock="PERFORM 1 FROM awards_classround WHERE id = NEW.class_round_id FOR NO KEY UPDATE;",
)
GUARDS = (
    AppendOnly("awards_credit"),
    AppendOnly("awards_decision"),
    AppendOnly("awards_starentry"),
    AppendOnly("awards_termlevel"),
    CAP,
    *PUBLISHED,
)
