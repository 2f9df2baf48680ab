"""What the database refuses in the tables of the scheme, the decisions and the ledger."""

from awards.models.states import LIVE_STATES
from starrating.db.guards import AppendOnly, Frozen, Limited
from starrating.db.sealed import Sealed

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
# The second line of what is settled (A67): nothing enters the ledger for a grade or a pupil that is settled, and no
# sheet of the grade changes. Locks that are held, or not, stand in the verbs.
SETTLED_HELD = "the grade is settled in this term: it is reopened before anything of it changes"
_LIVE_SETTLEMENT = "settled.reopened_at IS NULL AND settled.entry_year = klass.entry_year"
_PUPIL_SETTLED = f"""EXISTS (
    SELECT 1 FROM students_gradesettlement settled JOIN students_schoolclass klass ON {_LIVE_SETTLEMENT}
    WHERE settled.term_id = NEW.term_id AND (klass.id = NEW.school_class_id OR klass.id = (
        SELECT own.school_class_id FROM awards_termlevel own WHERE own.term_id = NEW.term_id
        AND own.student_id = NEW.student_id AND own.listed
        AND NOT EXISTS (SELECT 1 FROM awards_termlevel later WHERE later.replaces_id = own.id))))"""  # noqa: S608 -- our own words


def _sheet_settled(row: str, column: str) -> str:
    """Give the condition that the grade of a row's sheet is settled in the term of its round."""
    return f"""EXISTS (
    SELECT 1 FROM awards_classround sheet JOIN awards_round round ON round.id = sheet.round_id
    JOIN students_schoolclass klass ON klass.id = sheet.school_class_id
    JOIN students_gradesettlement settled ON settled.term_id = round.term_id AND {_LIVE_SETTLEMENT}
    WHERE sheet.id = {row}.{column})"""  # noqa: S608 -- our own words


# What a pupil wrote goes with the pupil's data, whatever is settled: nothing else of the row may differ.
_UNSAID = """OLD.statement <> '' AND NEW.statement = '' AND NEW.state = OLD.state AND NEW.source = OLD.source
    AND NEW.student_id = OLD.student_id AND NEW.item_id = OLD.item_id AND NEW.class_round_id = OLD.class_round_id
    AND COALESCE(NEW.place, 0) = COALESCE(OLD.place, 0) AND COALESCE(NEW.votes_for, -1) = COALESCE(OLD.votes_for, -1)
    AND COALESCE(NEW.votes_against, -1) = COALESCE(OLD.votes_against, -1)"""
SETTLED = (
    Frozen("awards_starentry", {"INSERT": _PUPIL_SETTLED}, SETTLED_HELD),
    Frozen(
        "awards_decision",
        {
            "INSERT": _sheet_settled("NEW", "class_round_id"),
            "UPDATE": _sheet_settled("NEW", "class_round_id"),
            "DELETE": _sheet_settled("OLD", "class_round_id"),
        },
        SETTLED_HELD,
    ),
    Frozen(
        "awards_nomination",
        {
            "INSERT": _sheet_settled("NEW", "class_round_id"),
            "UPDATE": f"NOT ({_UNSAID}) AND {_sheet_settled('NEW', 'class_round_id')}",
            "DELETE": _sheet_settled("OLD", "class_round_id"),
        },
        SETTLED_HELD,
    ),
    Frozen(
        "awards_classround",
        {"UPDATE": _sheet_settled("NEW", "id"), "DELETE": _sheet_settled("OLD", "id")},
        SETTLED_HELD,
    ),
)
# A final sheet has no ballots: what they came to stands in its decisions, and who voted is nobody's to know any more.
BALLOTS = (
    Frozen(
        "awards_vote",
        {
            "INSERT": """EXISTS (
    SELECT 1 FROM awards_nomination line JOIN awards_classround sheet ON sheet.id = line.class_round_id
    WHERE line.id = NEW.nomination_id AND sheet.state = 'final')"""
        },
        "a final sheet takes no ballots",
    ),
    Limited(
        "awards_classround",
        {
            "UPDATE": """NEW.state = 'final' AND OLD.state <> 'final' AND EXISTS (
    SELECT 1 FROM awards_vote ballot JOIN awards_nomination line ON line.id = ballot.nomination_id
    WHERE line.class_round_id = NEW.id)"""
        },
        "the ballots of a sheet are deleted before it is final",
        lock="",
    ),
)
GUARDS = (
    AppendOnly("awards_appealdecision"),
    AppendOnly("awards_credit"),
    AppendOnly("awards_decision"),
    AppendOnly("awards_starentry"),
    AppendOnly("awards_termlevel"),
    *BALLOTS,
    CAP,
    *PUBLISHED,
    *SETTLED,
)
SEALED = (
    Sealed("awards_appealdecision", "at"),
    Sealed("awards_credit", "at"),
    Sealed("awards_decision", "at"),
    Sealed("awards_starentry", "entered_at"),
    Sealed("awards_termlevel", "entered_at"),
)
