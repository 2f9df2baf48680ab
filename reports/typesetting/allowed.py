"""What each paper may carry: one list a paper, and nothing that is not on it reaches the typesetter (P1).

No paper has a column for scores, ranks, school numbers, phones of pupils' families or birth dates. Deductions are on
the form of their approval and by their ground on the list of who is eligible, which both stay with the office, and as a
number on one pupil's page that is printed singly.
"""

from collections.abc import Iterator, Mapping
from typing import Any

# One recipient of a paper that is handed over.
_HONOUR = frozenset({"school", "rows", "title", "opening", "body", "closing", "issuer", "day"})
_HONOUR |= {"qr", "code", "number", "reissued", "value"}
# A list on a sheet; labels are the fixed words of its layout.
_SHEET = frozenset({"school", "labels", "title", "rows", "class"})

ALLOWED: dict[str, frozenset[str]] = {
    "letter": _HONOUR,
    "certificate": _HONOUR | {"honour", "plain", "dx", "dy", "photo"},
    "parent_title": _HONOUR | {"honour", "plain", "dx", "dy"},
    "invitation": _HONOUR | {"facts", "label", "text", "reply", "corrected"},
    "month_sheet": _SHEET
    | {"expected", "day", "winners", "places", "lines", "star", "filled", "committee", "office"}
    | {"roster_title", "roster_hint", "roster", "seat", "name"},
    "notice": _SHEET
    | {"text", "joint", "sections", "lines", "number", "star", "winners"}
    | {"period", "appeal", "contact", "phone", "issuer", "day"},
    "register": _SHEET
    | {"number", "homeroom", "pupils", "names", "counts", "submitted", "filed", "filing_number", "by", "notes"}
    | {"stars", "totals", "missing"},
    "honour_board": frozenset({"school", "term", "labels", "levels", "level", "stars", "rows", "name", "class"})
    | {"photo"},
    # For the office alone: the one paper with a deduction.
    "deduction": frozenset({"school", "labels", "name", "class", "day", "place", "facts", "records"})
    | {"written", "statement", "told", "decision"},
    # For the pupil and the guardian who appealed: what was decided, never how many stars are left.
    "appeal_answer": frozenset({"school", "labels", "number", "name", "class", "about", "outcome", "effect"})
    | {"answer", "next", "day"},
    "scheme_wall": frozenset({"school", "labels", "title", "idea", "items", "star", "criteria", "champions", "text"})
    | {"champion_rules", "steps", "limits", "levels", "level", "rewards", "notice", "grounds", "deduction_rules"}
    | {"day", "phone", "contact"},
    "term_page": _SHEET
    | {"term", "provisional", "phone", "months", "name", "lines", "star", "counts", "other", "total"}
    # Printed singly alone, on request: level, and what was taken and what is left.
    | {"level", "stars", "step", "taken", "balance"}
    # The same counts as a stair, and where it is drawn.
    | {"chart", "steps", "label", "gain", "until", "place", "carried", "ground"},
    # A month's stars by name, and no number of anything.
    "good_news": frozenset({"school", "labels", "rows", "class", "name", "stars", "day"}),
    # Papers by their numbers; the level stands on the papers themselves.
    "cover_list": _SHEET | {"term", "columns", "seat", "name", "marks", "totals", "sealed"},
    # Read out on a stage: no level, and of who has left that alone.
    "call_list": _SHEET | {"occasion", "number", "name", "spoken", "marks", "remark", "totals"},
    "seating_list": _SHEET | {"occasion", "places", "guardians", "number", "name", "totals"},
    # For those who decide alone: what stands against a pupil, by name and day.
    "eligibility": _SHEET | {"term", "number", "name", "level", "notes", "decision", "totals"},
    # For the homeroom teacher alone, who writes the remarks: facts, and no number of anything.
    "term_deeds": frozenset({"school", "labels", "term", "rows", "seat", "name", "lines", "star", "text", "day"}),
    # Handed in to the authority: figures, and no pupil's name.
    "children_data": frozenset({"school", "labels", "title", "period", "day", "tables", "lead", "heads", "rows"}),
    "consent": frozenset({"school", "labels", "rows", "name", "class", "version"}),
    "objection": frozenset({"school", "labels"}),
    # Opens a page, and says nothing of what stands there; what is asked beside the code is on no paper.
    "window_slip": frozenset({"school", "labels", "class", "rows", "name", "qr", "code", "until"}),
    "slip": _SHEET | {"stars", "month", "name", "seat", "group"} | {"ticked", "star", "example"},
}


class NotAllowed(Exception):
    """A paper was given something that its list does not name: a mistake in the program, never shown to anybody."""


def refuse_others(paper: str, data: Mapping[str, Any]) -> None:
    """Raise :class:`NotAllowed` if ``data`` holds a key, however deep, that the paper's list does not name.

    ``labels`` are the layout's fixed words from the program's own file, no facts about anybody.
    """
    facts = {key: value for key, value in data.items() if key != "labels"}
    others = set(_keys(facts)) - ALLOWED[paper]
    if others:
        raise NotAllowed(f"{paper}: {', '.join(sorted(others))}")


def _keys(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _keys(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _keys(value)
