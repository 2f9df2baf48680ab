"""Letters and certificates as files: issued first, then printed in the school's own words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils import timezone, translation

from awards.models import Level, StarEntry, StarItem
from awards.rules.entitlements import RewardKind
from reports.honours.issued import issue
from reports.honours.papers import NO_EXTRAS, Extras, Imprint, Recipient, honours_pdf
from reports.models import IssuedDocument, PaperKind
from reports.phrases import may_be_named
from reports.typesetting.typeset import Progress
from reports.typesetting.wordings import unit_words
from reports.wording.verbs import wording_of
from students.models import Photo, Term, User

# The school's papers are Chinese in whatever language somebody reads the pages.
PAPER_LANGUAGE = "zh-hans"
_BATCH = 500


def print_honours(
    term: Term,
    kind: RewardKind,
    pks: Sequence[int],
    *,
    day: dt.date,
    check_address: str,
    by: User,
    at: dt.datetime,
    extras: Extras = NO_EXTRAS,
    progress: Progress | None = None,
) -> bytes:
    """Issue the papers of these rewards and give them as one PDF by class and seat.

    ``day`` is printed, ``check_address`` is where the code is put behind. Raises :class:`Refused` as
    :func:`reports.honours.issued.issue`; what was issued stays so if the typesetter fails and is printed next time.
    """
    documents = issue(term, kind, pks, by=by, at=at)
    with translation.override(PAPER_LANGUAGE):
        imprint = Imprint(term.school.name, term.name, day, check_address, term.pinned.scheme.unit)
        people = recipients(term, documents, timezone.localdate(at) if extras.photos else None)
        wording = wording_of(term.school, PaperKind(kind.value))
        return honours_pdf(kind, people, wording, imprint, extras, progress=progress)


def recipients(term: Term, documents: Sequence[IssuedDocument], photos_on: dt.date | None = None) -> list[Recipient]:
    """Give the recipients of ``documents``, in their order, without scores, ranks or deductions.

    ``term`` needs ``pinned__scheme``. With ``photos_on`` each has the photo that the guardian allows on that day.
    """
    pupils = [document.student_id for document in documents]
    photos = _photos(pupils, photos_on) if photos_on else {}
    levels = dict(Level.objects.filter(scheme=term.pinned.scheme_id).values_list("number", "name"))
    stars = stars_by_name(term, pupils)
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
    """Name stars by pupil: 文明星3颗、责任星4颗. Champion stars are named only where the scheme makes them public.

    They are some of the pupil's stars, never more than all: where stars were deducted since, none is named.
    """
    items = {
        item.pk: item.name
        for item in StarItem.objects.filter(scheme=term.pinned.scheme_id).order_by("order")
        if may_be_named(item, term.pinned.scheme)
    }
    found: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    for start in range(0, len(student_pks), _BATCH):
        part = student_pks[start : start + _BATCH]
        for student_pk, _round, item_pk, count in StarEntry.objects.of_term(term).filter(student__in=part).sums():
            found[student_pk][item_pk] += count
    measure = unit_words(term.pinned.scheme.unit)["量词"]
    return {pk: _named(items, mine, measure) for pk, mine in found.items()}


def _named(items: Mapping[int, str], mine: Mapping[int | None, int], measure: str) -> str:
    """Name what ``mine`` (stars by item, under None those of none) has of ``items``; empty where it were too much."""
    named = {name: mine.get(item_pk, 0) for item_pk, name in items.items() if mine.get(item_pk, 0) > 0}
    if sum(named.values()) > sum(mine.values()):
        return ""
    return "、".join(f"{name}{count}{measure}" for name, count in named.items())
