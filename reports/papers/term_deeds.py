"""平时事例汇总: what was noted about a class's pupils in a term, for the remarks (评语); it stays with the teacher."""

from collections.abc import Mapping

from awards.deeds.page import PupilDeeds, TermDeeds
from reports.namesakes import Seats, seats_of_namesakes, told_apart
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import filled_labels
from starrating.days import short_day


def term_deeds_pdf(page: TermDeeds) -> bytes:
    """Set the pupils in seat order, each with the facts and the stars that they speak for; nobody is counted."""
    words = filled_labels("term_deeds", 班级=page.name)
    people = [pupil.person for pupil in page.pupils]
    seats = seats_of_namesakes((page.school_class.pk, one.pk, one.name, one.seat) for one in people)
    data = {
        "school": page.term.school.name,
        "term": page.term.name,
        "labels": words,
        "rows": [_row(pupil, seats) for pupil in page.pupils],
    }
    return typeset("term_deeds", data)


def _row(pupil: PupilDeeds, seats: Seats) -> Mapping[str, object]:
    return {
        "seat": pupil.person.seat or "",
        "name": told_apart(pupil.person.name, pupil.person.pk, seats),
        "lines": [
            {"star": deed.item.name, "text": deed.text, "day": short_day(deed.happened_on)} for deed in pupil.deeds
        ],
    }
