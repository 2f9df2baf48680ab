"""Issued papers in the words that they print: for whom, which level, which stars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from awards.models import Level, StarEntry, StarItem
from reports.models import IssuedDocument
from reports.papers.honours import Recipient
from reports.public_stars import may_be_named
from students.models import Term

_BATCH = 500


def recipients(term: Term, documents: Sequence[IssuedDocument]) -> list[Recipient]:
    """One recipient a paper, in the same order; ``term`` needs ``pinned__scheme``. Never scores, ranks, deductions."""
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
        )
        for document in documents
    ]


def stars_by_name(term: Term, student_pks: Sequence[int]) -> dict[int, str]:
    """By pupil: 文明星3颗、责任星4颗. Champion stars are named only where the scheme makes them public."""
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
