"""Letters and certificates as files: issued first, then printed in the school's own words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils import timezone, translation

from awards.ceremonies.recording import note_printed
from awards.models import Level, Scheme, StarEntry, StarItem
from awards.rules.entitlements import RewardKind
from awards.rules.kinds import ItemKind
from reports.honours.issued import issue
from reports.honours.occasions import invited_to
from reports.honours.papers import NO_EXTRAS, Extras, Imprint, Recipient, honours_pdf
from reports.models import IssuedDocument, PaperKind
from reports.namesakes import namesakes_settled, told_apart
from reports.phrases import may_be_named
from reports.typesetting.typeset import Progress
from reports.typesetting.wordings import filled_labels, unit_words
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

    ``day`` is printed, ``check_address`` is where the code is put behind; an invitation says what its ceremony says.
    Raises :class:`Refused` as :func:`reports.honours.issued.issue`; what was issued stays so if the typesetter fails
    and is printed next time.
    """
    documents = issue(term, kind, pks, by=by, at=at)
    if kind == RewardKind.INVITATION:
        note_printed(pks, by=by, at=at)
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
    stars = stars_by_name(term, {document.student_id: document.level.total for document in documents})
    seats = namesakes_settled(term)
    invited = invited_to(term.school, documents)
    return [
        Recipient(
            name=told_apart(document.student.name, document.student_id, seats),
            class_name=document.level.school_class.name_in(term.school_year),
            level=levels.get(document.level.level, ""),
            stars=document.level.total,
            stars_by_name=stars.get(document.student_id, ""),
            number=document.number,
            code=document.code,
            reissued=document.reissue > 0,
            photo=photos.get(document.student_id, ""),
            occasion=invited[document.entitlement_id].occasion,
            corrected=invited[document.entitlement_id].corrected,
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


def stars_by_name(term: Term, totals: Mapping[int, int]) -> dict[int, str]:
    """Name by pupil what makes the total of the paper: 文明星3颗、责任星4颗、学业类荣誉3颗 (A68).

    Champion stars have names only where the scheme makes them public; else they are one number of academic honours.
    ``totals`` are those of the whole batch: where the stars of one do not make the total, as after a deduction,
    nobody's are named, so that no paper differs from the others.
    """
    scheme = term.pinned.scheme
    items = list(StarItem.objects.filter(scheme=scheme).order_by("order"))
    words = filled_labels("letter", **unit_words(scheme.unit))
    won = _won(term, list(totals))
    parts = {pk: _parts(items, won[pk], scheme, words) for pk in totals}
    if any(sum(count for _name, count in parts[pk]) != total for pk, total in totals.items()):
        return dict.fromkeys(totals, "")
    measure = unit_words(scheme.unit)["量词"]
    return {pk: "、".join(f"{name}{count}{measure}" for name, count in mine) for pk, mine in parts.items()}


def _won(term: Term, student_pks: Sequence[int]) -> Mapping[int, Mapping[int | None, int]]:
    """Give the stars won by pupil and item, under None what was brought along."""
    found: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    for start in range(0, len(student_pks), _BATCH):
        entries = StarEntry.objects.of_term(term).won().filter(student__in=student_pks[start : start + _BATCH])
        for student_pk, _round, item_pk, count in entries.sums():
            found[student_pk][item_pk] += count
    return found


def _parts(
    items: Sequence[StarItem], mine: Mapping[int | None, int], scheme: Scheme, words: Mapping[str, str]
) -> list[tuple[str, int]]:
    """Name the stars that may be named; of the others the champion stars are one number, and so is the rest."""
    named = [(item.name, mine.get(item.pk, 0)) for item in items if may_be_named(item, scheme)]
    unnamed = [item for item in items if not may_be_named(item, scheme)]
    honours = sum(mine.get(item.pk, 0) for item in unnamed if item.kind != ItemKind.ORDINARY)
    others = sum(mine.get(item.pk, 0) for item in unnamed if item.kind == ItemKind.ORDINARY)
    rest = [(words["honours"], honours), (words["others"], others), (words["brought"], mine.get(None, 0))]
    return [(name, count) for name, count in [*named, *rest] if count]
