"""Notices (公示) and the register of filed sheets on paper."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from awards.office.register import RegisterPage
from reports.notices.notices import Notice
from reports.typesetting.typeset import typeset, typeset_rows
from reports.typesetting.wordings import filled_labels

_NOTICES_A_PART = 80


def notices_pdf(school: str, notices: Sequence[Notice]) -> bytes:
    """Set each notice on pages of its own; dates are in Arabic figures, names in full (P1, P3)."""
    shared = {"school": school, "labels": filled_labels("notice")}
    return typeset_rows("notice", shared, [_row(notice) for notice in notices], size=_NOTICES_A_PART)


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "text": notice.text,
        "joint": notice.joint,
        "sections": [
            {
                "class": section.class_name,
                "period": section.period,
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


def register_pdf(page: RegisterPage) -> bytes:
    """Set the register on one page for 36 classes; more rows are set closer."""
    school = page.round.term.school
    words = filled_labels("register", 学校=school.name, 政教处=school.office_name, 月份=page.round.full_name)
    rows = [
        {
            "number": str(row.number),
            "class": row.name,
            "homeroom": row.homeroom,
            "pupils": str(row.pupils),
            "names": str(row.names),
            "counts": [str(count) for count in row.by_item],
            "submitted": _day(row.submitted_on),
            "filed": _day(row.filed_on),
            "filing_number": row.filing_number,
            "by": row.filed_by,
            "notes": row.notes,
        }
        for row in page.rows
    ]
    data = {
        "school": school.name,
        "labels": words,
        "stars": [item.short_name for item in page.items],
        "rows": rows,
        "totals": [str(page.pupils), str(page.names), *(str(count) for count in page.totals)] if rows else [],
        "missing": list(page.missing),
    }
    return typeset("register", data)


def _day(day: dt.date | None) -> str:
    return f"{day.month}-{day.day}" if day else ""
