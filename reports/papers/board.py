"""评星台 as an A4 poster: name, class and level; in place of a photo a star for as many stars as the level has."""

from __future__ import annotations

from awards.models import Entitlement, Level
from awards.rules.entitlements import RewardKind, RewardState
from reports.papers.typeset import typeset
from reports.papers.wordings import filled_labels
from students.models import Term


def board_pdf(term: Term) -> bytes:
    """Who is on the honour board of a settled ``term`` (with ``school``, ``pinned__scheme``), by level, class and seat.

    A child is named with class and level, never with a total: a board is no ranking.
    """
    rows = (
        Entitlement.objects.filter(term=term, kind=RewardKind.HONOUR_BOARD)
        .exclude(state=RewardState.WITHDRAWN)
        .select_related("student", "level__school_class__school")
        .in_paper_order()
    )
    names = dict(Level.objects.filter(scheme=term.pinned.scheme_id).values_list("number", "name"))
    levels: dict[int, list[dict[str, str]]] = {}
    for row in rows:
        pupil = {"name": row.student.name, "class": row.level.school_class.name_in(term.school_year)}
        levels.setdefault(row.level.level, []).append(pupil)
    data = {
        "school": term.school.name,
        "term": term.name,
        "labels": filled_labels("honour_board"),
        "levels": [
            {"level": names.get(number, ""), "stars": number, "rows": levels[number]}
            for number in sorted(levels, reverse=True)
        ],
    }
    return typeset("honour_board", data)
