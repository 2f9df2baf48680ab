"""公示 on paper: the words of the page's own notice, laid out for the wall."""

from collections.abc import Sequence
from typing import Any

from reports.notices.notices import Notice
from reports.typesetting.typeset import Progress, typeset_rows
from reports.typesetting.wordings import filled_labels

_NOTICES_A_PART = 80


def notices_pdf(school: str, notices: Sequence[Notice], *, progress: Progress | None = None) -> bytes:
    """Set each notice on pages of its own; dates are in Arabic figures, names in full (P1, P3)."""
    shared = {"school": school, "labels": filled_labels("notice")}
    rows = [_row(notice) for notice in notices]
    return typeset_rows("notice", shared, rows, size=_NOTICES_A_PART, progress=progress)


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "text": notice.text,
        "sections": [
            {
                "class": section.class_name,
                "lines": [
                    {"number": str(row.number), "star": row.star, "winners": list(row.winners)} for row in section.rows
                ],
            }
            for section in notice.sections
        ],
        "period": notice.period,
        "appeal": notice.appeal,
        "contact": notice.contact,
        "phone": notice.phone,
        "issuer": notice.signed_by,
        "day": notice.day,
    }
