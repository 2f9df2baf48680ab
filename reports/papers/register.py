"""The office's register of a month on one landscape page: a row a class, those not on file named below."""

import datetime as dt

from awards.office.register import RegisterPage
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import filled_labels


def register_pdf(page: RegisterPage) -> bytes:
    """Set the register on one page for 36 classes; more rows are set closer."""
    school = page.round.term.school
    words = filled_labels("register", 学校=school.name, 政教处=school.office_name, 月份=page.round.month_name)
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
