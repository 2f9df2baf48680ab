"""What the database refuses in the tables of the scheme, the decisions and the ledger."""

from starrating.db.guards import AppendOnly, Frozen

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
GUARDS = (
    AppendOnly("awards_credit"),
    AppendOnly("awards_decision"),
    AppendOnly("awards_starentry"),
    AppendOnly("awards_termlevel"),
    *PUBLISHED,
)
