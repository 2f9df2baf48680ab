"""家长之窗 slips: three to a page, cut across; each opens one child's page and is printed once."""

from collections.abc import Sequence
from typing import Any

from reports.namesakes import seats_of_namesakes, told_apart
from reports.typesetting import qr
from reports.typesetting.stacking import stacked
from reports.typesetting.typeset import typeset_rows
from reports.typesetting.wordings import filled_labels
from reports.window.verbs import Slip
from starrating.days import long_day
from students.models import School

_TO_A_PAGE = 3
_PAGES_A_PART = 60


def slips_pdf(school: School, class_name: str, slips: Sequence[Slip], address: str) -> bytes:
    """Set a slip a pupil of one class; ``address`` is the window's, the code stands behind # where no log sees it."""
    words = filled_labels("window_slip", 网址=address, 政教处=school.office_name)
    places = [slip.place for slip in slips]
    seats = seats_of_namesakes((0, place.student.pk, place.student.name, place.seat) for place in places)
    rows: list[dict[str, Any]] = [
        {
            "name": told_apart(slip.place.student.name, slip.place.student.pk, seats),
            "qr": qr.drawing(f"{address}#{slip.code}"),
            "code": slip.code,
            "until": words["until"].replace("{日期}", long_day(slip.until)),
        }
        for slip in slips
    ]
    nobody: dict[str, Any] = {}
    piles = stacked(rows, _TO_A_PAGE, lambda _row: class_name, nobody=nobody)
    shared = {"school": school.name, "labels": words, "class": class_name}
    return typeset_rows("window_slip", shared, piles, size=_TO_A_PAGE * _PAGES_A_PART)
