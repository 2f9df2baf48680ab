"""What the database holds of a published scheme: neither it nor its rows change any more (A53, A58)."""

from __future__ import annotations

from starrating.db.frozen import Frozen

MESSAGE = "a published scheme never changes: a new version is a new scheme"
_SCHEME = "OLD.state = 'published'"


_COMES = "EXISTS (SELECT 1 FROM awards_scheme WHERE id = NEW.scheme_id AND state = 'published')"
_STANDS = "EXISTS (SELECT 1 FROM awards_scheme WHERE id = OLD.scheme_id AND state = 'published')"
_ROWS = {"INSERT": _COMES, "UPDATE": _STANDS, "DELETE": _STANDS}
PUBLISHED = (
    Frozen("awards_scheme", {"UPDATE": _SCHEME, "DELETE": _SCHEME}, MESSAGE),
    *(Frozen(f"awards_{name}", _ROWS, MESSAGE) for name in ("staritem", "level", "step", "ground", "examkind")),
)
