"""What a guardian brings up from the window: a question, an objection, an appeal; the office's answer to a question."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.appeals.raising import raise_appeal
from awards.models import (
    Appeal,
    AppealAbout,
    AppealRoute,
    AppealState,
    ClassRound,
    MatterKind,
    Nomination,
    ObjectionRoute,
    SheetState,
    TermLevel,
    Violation,
    WindowCode,
    WindowMatter,
)
from awards.models.window import TEXT_LENGTH
from awards.objections.verbs import receive
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused, demand_length
from students.models import Enrolment, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of

ANSWER = "reports:window_answer"
MOST_OPEN = 3
# With the words around it, within what the record of an objection holds.
_NAME = 50


@transaction.atomic
def ask(code: WindowCode, text: str, *, key: str, at: dt.datetime) -> WindowMatter:
    """Take a question in for the office, about the code's child; a form sent twice is one question.

    Raises :class:`Refused` for a code that opens nothing any more, for a fourth open matter, without a text, and for
    one that is too long.
    """
    code, before = _held(code, key, at)
    if before is not None:
        return before
    row = _kept(WindowMatter(kind=MatterKind.QUESTION, text=_said(text)), code, key, at)
    with audit.acting_for(code.student_id):
        audit.record("window.asked", row, by=None, at=at, school_id=code.student.school_id)
    return row


@transaction.atomic
def object_to(
    code: WindowCode, sheet_pk: int, line_pk: int | None, facts: str, *, key: str, at: dt.datetime
) -> WindowMatter:
    """Object to a notice of the child's class: to a line of the child, or to the list as a whole.

    Raises :class:`Refused` as :func:`ask`, and as an objection of anybody else; 404 for what is not the child's.
    """
    code, before = _held(code, key, at)
    if before is not None:
        return before
    sheet = get_object_or_404(notices_for(code.student_id, timezone.localdate(at)), pk=sheet_pk)
    lines = Nomination.objects.placed().filter(class_round=sheet, student=code.student_id)
    line = get_object_or_404(lines.select_related("item"), pk=line_pk) if line_pk is not None else None
    said, raised_by = _said(facts), _("a parent of %(name)s") % {"name": code.student.name[:_NAME]}
    with audit.acting_for(code.student_id):
        objection = receive(sheet, line, route=ObjectionRoute.WINDOW, facts=said, raised_by=raised_by, by=None, at=at)
    return _kept(WindowMatter(kind=MatterKind.OBJECTION, objection=objection), code, key, at)


@transaction.atomic
def appeal(
    code: WindowCode, about: AppealAbout, pk: int, facts: str, *, late_reason: str = "", key: str, at: dt.datetime
) -> WindowMatter:
    """Appeal against a deduction that the guardian was told of, or against the child's settled level.

    Raises :class:`Refused` as :func:`ask`, and as an appeal of anybody else; 404 for what is not the child's.
    """
    code, before = _held(code, key, at)
    if before is not None:
        return before
    subject = next((one for one in appealable(code.student_id) if one[0] == about and one[1].pk == pk), None)
    if subject is None:
        raise Http404
    facts = _said(facts)
    with audit.acting_for(code.student_id):
        made = raise_appeal(subject[1], route=AppealRoute.WINDOW, facts=facts, late_reason=late_reason, by=None, at=at)
    return _kept(WindowMatter(kind=MatterKind.APPEAL, appeal=made), code, key, at)


@transaction.atomic
def answer(matter: WindowMatter, text: str, *, by: User, at: dt.datetime) -> WindowMatter:
    """Answer a question; the guardian reads it in the window. Raises :class:`Refused` once it is answered."""
    lock(WindowCode.objects.filter(pk=matter.code_id)).get()
    row = WindowMatter.objects.select_related("student").get(pk=matter.pk)
    demand_school(standing_of(by, timezone.localdate(at)), ANSWER, row.student.school_id)
    if row.kind != MatterKind.QUESTION or row.answered_at is not None:
        raise Refused(_("This question has been answered already. Load the page again."), code="answered")
    row.answer, row.answered_by, row.answered_at = _said(text), by, at
    _save(row, ["answer", "answered_by", "answered_at"])
    audit.record("window.answered", row, by=by, at=at, school_id=row.student.school_id)
    return row


def _kept(matter: WindowMatter, code: WindowCode, key: str, at: dt.datetime) -> WindowMatter:
    """Keep what a guardian has brought up, with the code that it came through."""
    matter.code, matter.student, matter.key, matter.at = code, code.student, key, at
    matter.save()
    return matter


def _save(matter: WindowMatter, columns: list[str]) -> None:
    matter.save(update_fields=columns)


def notices_for(student_pk: int, day: dt.date) -> QuerySet[ClassRound]:
    """Select the notices of the pupil's class that stand on ``day``, latest first."""
    classes = Enrolment.objects.active_on(day).filter(student=student_pk).values("school_class")
    sheets = ClassRound.objects.filter(school_class__in=classes, state=SheetState.IN_NOTICE, notice_until__gte=day)
    return sheets.select_related("round").order_by("-round__starts_on")


def appealable(student_pk: int) -> list[tuple[AppealAbout, Violation | TermLevel]]:
    """Give what a guardian may appeal against and has not yet; formal punishments are told on paper alone."""
    before = Appeal.objects.exclude(state=AppealState.WITHDRAWN)
    taken = Violation.objects.confirmed().filter(student=student_pk, guardian_told_on__isnull=False)
    levels = TermLevel.objects.current().listed().filter(student=student_pk)
    related = ("student__school", "school_class__school", "term__pinned__scheme")
    return [
        *((AppealAbout.DEDUCTION, row) for row in taken.exclude(appeals__in=before).select_related(*related)),
        *((AppealAbout.LEVEL, row) for row in levels.exclude(appeals__in=before).select_related(*related)),
    ]


def _held(code: WindowCode, key: str, at: dt.datetime) -> tuple[WindowCode, WindowMatter | None]:
    """Hold the code while its matters are counted; gives what the same form has brought already."""
    held = lock(WindowCode.objects.open_on(timezone.localdate(at)).filter(pk=code.pk))
    row = held.select_related("student__school").first()
    if row is None:
        raise Refused(_("This code no longer opens anything. Ask the homeroom teacher for a new one."), code="closed")
    before = WindowMatter.objects.filter(code=row, key=key).first()
    if before is None and WindowMatter.objects.open().filter(code=row).count() >= MOST_OPEN:
        sentence = _("Three of your messages wait for an answer. Write again once one is answered, or call the school.")
        raise Refused(sentence, code="three")
    return row, before


def _said(text: str) -> str:
    text = demand_length(text.strip(), TEXT_LENGTH)
    if not text:
        raise Refused(_("Please write something first."), code="empty")
    return text
