"""Sentences and names are erased at somebody's request: all that are about a pupil, or a single one.

Rows, sums and counts stay; what they said in words is gone, and that it went is on record. Files made
for the school and files that wait for confirmation go with it, for they may say it.
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.operations import audit
from starrating.operations.models import AuditEvent
from starrating.refused import Refused
from starrating.texts.erasing import erase
from starrating.texts.models import ErasureGround, KeptText, KeptTextQuerySet
from students.models import School, Student, User
from students.permits.refusals import not_yours
from students.permits.roles import Role, standing_of
from students.pupils.traces import forget_traces, words_in


@transaction.atomic
def erase_texts(student: Student, *, ground: ErasureGround, by: User, at: dt.datetime) -> int:
    """Erase every sentence and name about a pupil, also under a record that was joined to theirs; gives how many.

    Raises :class:`Refused` for anybody but an administrator of the school, and where nothing is left to erase.
    """
    _demand_administrator(student.school_id, by, at)
    pupils = records_of([student.pk])
    forget_traces(student.school_id, words_in(KeptText.objects.about(pupils)), at=at)
    erased = erase_about(pupils, ground=ground, account_key=by.pk, at=at)
    if not erased:
        raise Refused(
            _("Everything that was said of this pupil has been erased already. Load the page again."), code="erased"
        )
    new = {"texts": erased, "ground": ground.value}
    audit.record("texts.erased", student, by=by, at=at, school_id=student.school_id, new=new)
    return erased


@transaction.atomic
def erase_text(digest: str, *, ground: ErasureGround, by: User, at: dt.datetime) -> None:
    """Erase one sentence: one about a pupil of the school, or one of an event of its audit.

    Raises :class:`Refused` for anybody but an administrator of that school, and for one that is unknown or erased.
    """
    kept = KeptText.objects.filter(pk=digest).first()
    school = _school_of(kept) if kept is not None else None
    if kept is None or school is None:
        raise Refused(_("There is no such text. Check its digest."), code="unknown")
    _demand_administrator(school.pk, by, at)
    texts = KeptText.objects.filter(pk=digest)
    forget_traces(school.pk, words_in(texts), at=at)
    erased = erase(texts, account_key=by.pk, at=at, ground=ground)
    if not erased:
        raise Refused(_("This text has been erased already. Check whether it is the one you mean."), code="erased")
    new = {"digest": digest, "ground": ground.value}
    audit.record("text.erased", school, by=by, at=at, school_id=school.pk, new=new, student_key=kept.student_key)


def texts_saying(words: str, school: School) -> KeptTextQuerySet:
    """Give the texts of a school, as :func:`erase_text` takes them, that stand and say these words."""
    pupils = Student.objects.filter(school=school).values("pk")
    events = AuditEvent.objects.filter(school=school, words__isnull=False).values("words")
    of_school = Q(student_key__in=pupils) | Q(pk__in=events)
    return KeptText.objects.standing().filter(of_school, text__contains=words).order_by("pk")


def _school_of(kept: KeptText) -> School | None:
    """Give the school of the pupil whom a text is about, else that of the event which says it."""
    pupils = School.objects.filter(students=kept.student_key) if kept.student_key is not None else School.objects.none()
    told = AuditEvent.objects.filter(words=kept).values("school")
    return pupils.first() or School.objects.filter(pk__in=told).first()


def records_of(pupils: Collection[int]) -> frozenset[int]:
    """Give the keys of pupils with those of records that were joined to theirs."""
    joined = Student.objects.filter(Q(pk__in=pupils) | Q(merged_into__in=pupils))
    return frozenset(joined.values_list("pk", flat=True))


def erase_about(pupils: Collection[int], *, ground: ErasureGround, account_key: int | None, at: dt.datetime) -> int:
    """Erase every text about these pupils, for the verbs that may; gives how many."""
    return erase(KeptText.objects.about(pupils), account_key=account_key, at=at, ground=ground)


def _demand_administrator(school_id: int, by: User, at: dt.datetime) -> None:
    standing = standing_of(by, timezone.localdate(at))
    if standing.school_id != school_id or Role.ADMINISTRATOR not in standing.school_roles:
        raise not_yours(_("Erasing what was said of a pupil"), [Role.ADMINISTRATOR])
