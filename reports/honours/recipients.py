"""Issued papers in the words that they print: for whom, which level, which stars."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from awards.models import Level, StarEntry, StarItem
from reports.honours.papers import Recipient
from reports.models import IssuedDocument
from reports.phrases import may_be_named
from students.models import Photo, Term

_BATCH = 500


def recipients(term: Term, documents: Sequence[IssuedDocument], photos_on: dt.date | None = None) -> list[Recipient]:
    """Give one recipient a paper, in the same order, without scores, ranks or deductions.

    ``term`` needs ``pinned__scheme``. With ``photos_on`` each has the photo that the guardian allows on that day.
    """
    photos = _photos([document.student_id for document in documents], photos_on) if photos_on else {}
    levels = dict(Level.objects.filter(scheme=term.pinned.scheme_id).values_list("number", "name"))
    stars = stars_by_name(term, [document.student_id for document in documents])
    return [
        Recipient(
            name=document.student.name,
            class_name=document.level.school_class.name_in(term.school_year),
            level=levels.get(document.level.level, ""),
            stars=document.level.total,
            stars_by_name=stars.get(document.student_id, ""),
            number=document.number,
            code=document.code,
            reissued=document.reissue > 0,
            photo=photos.get(document.student_id, ""),
        )
        for document in documents
    ]


def _photos(student_pks: Sequence[int], day: dt.date) -> dict[int, str]:
    """Give by pupil where the photo lies."""
    found: dict[int, str] = {}
    for start in range(0, len(student_pks), _BATCH):
        part = Photo.objects.allowed_on(day).filter(student__in=student_pks[start : start + _BATCH])
        found |= {row.student_id: row.file.path for row in part}
    return found


def stars_by_name(term: Term, student_pks: Sequence[int]) -> dict[int, str]:
    """Name stars by pupil: 文明星3颗、责任星4颗. Champion stars are named only where the scheme makes them public."""
    items = {
        item.pk: item.name
        for item in StarItem.objects.filter(scheme=term.pinned.scheme_id).order_by("order")
        if may_be_named(item, term.pinned.scheme)
    }
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for start in range(0, len(student_pks), _BATCH):
        part = student_pks[start : start + _BATCH]
        for student_pk, _round, item_pk, count in StarEntry.objects.of_term(term).filter(student__in=part).sums():
            found[student_pk][item_pk] += count
    return {
        pk: "、".join(f"{name}{mine[item_pk]}颗" for item_pk, name in items.items() if mine[item_pk] > 0)
        for pk, mine in found.items()
    }
