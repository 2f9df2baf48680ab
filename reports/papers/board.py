"""评星台 as an A4 poster: photo, name, class; without a guardian's consent a star stands in place of the photo."""

import datetime as dt

from reports.honours.board import board_levels
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import filled_labels, unit_words
from students.models import Term


def board_pdf(term: Term, today: dt.date) -> bytes:
    """Set the poster of a settled ``term`` (with ``school``, ``pinned__scheme``), by level, class and seat."""
    levels = board_levels(term, today)
    photos = {pupil.photo.key: pupil.photo.file.path for one in levels for pupil in one.pupils if pupil.photo}
    data = {
        "school": term.school.name,
        "term": term.name,
        "labels": filled_labels("honour_board", **unit_words(term.pinned.scheme.unit)),
        "levels": [
            {
                "level": one.name,
                "stars": one.stars,
                "rows": [
                    {"name": pupil.name, "class": pupil.class_name, "photo": pupil.photo.key if pupil.photo else ""}
                    for pupil in one.pupils
                ],
            }
            for one in levels
        ],
    }
    return typeset("honour_board", data, photos=photos)
