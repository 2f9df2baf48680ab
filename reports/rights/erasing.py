"""The erasure of a pupil who has left (PIPL 47): names, numbers, contacts and words go, keys and sums stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from awards.models import (
    Appeal,
    Deed,
    Entitlement,
    FaultRecord,
    Goal,
    Nomination,
    Objection,
    Opinion,
    PendingName,
    Punishment,
    Violation,
    Vote,
    WindowMatter,
    WindowVisit,
)
from reports.rights.graph import Keys, rows_of
from starrating.days import short_day
from starrating.operations import audit
from starrating.operations.seals.chain import beginning
from starrating.refused import Refused, demand_reason
from starrating.texts import noted
from starrating.texts.models import ErasureGround, KeptText
from students.consents import photos
from students.models import Consent, Enrolment, Guardian, KnownDevice, Photo, SignIn, Student, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of
from students.pupils.erasing import erase_about, records_of
from students.pupils.movements import locked
from students.pupils.retention import months_before
from students.pupils.traces import forget_traces, words_in

ERASE = "reports:erase_pupil"
# What stands where a name or a sentence was.
GONE = "（已删除）"
# Rows that serve nothing but the pupil's time here.
DELETED: tuple[type[Model], ...] = (Guardian, Deed, Goal, Vote, WindowVisit)
# What an account leaves behind of where it was used, and of its second step.
TRACES: tuple[type[Model], ...] = (KnownDevice, SignIn, StaticDevice, TOTPDevice)
# Columns of rows that stay, in which somebody wrote freely; append-only tables keep their words elsewhere.
WORDS: Mapping[type[Model], Sequence[str]] = {
    Appeal: ("raised_by", "facts", "papers", "late_reason", "up_reason", "closing"),
    Consent: ("given_by",),
    Entitlement: ("reason",),
    FaultRecord: ("note",),
    Nomination: ("statement",),
    Objection: ("raised_by", "contact", "facts", "answer", "answered_how"),
    Opinion: ("text", "reply"),
    Punishment: ("ground", "lift_reason"),
    Violation: (
        "place",
        "facts",
        "statement",
        "guardian_told_how",
        "written_ground",
        "decision_reason",
        "revoke_reason",
    ),
    WindowMatter: ("text", "answer"),
}


@dataclass(frozen=True)
class Preview:
    """What an erasure would do: tables with their rows; ``refusal`` says why not, empty where it may be done."""

    goes: Sequence[tuple[str, int]]
    blanked: Sequence[tuple[str, int]]
    stays: Sequence[tuple[str, int]]
    refusal: str


def preview(student: Student, day: dt.date) -> Preview:
    """Say what an erasure on ``day`` would do, as if a guardian had asked for it."""
    found = rows_of(student)
    goes = [model for model in found if model in (*DELETED, Photo)]
    blanked = [model for model in found if model in (*WORDS, KeptText, Student, User)]
    stays = [model for model in found if model not in goes and model not in blanked]

    def told(models: Sequence[type[Model]]) -> list[tuple[str, int]]:
        return sorted((str(model._meta.verbose_name_plural), len(found[model])) for model in models)

    no = _refusal(student, day, requested=True)
    return Preview(told(goes), told(blanked), told(stays), no.message if no else "")


@transaction.atomic
def erase(student: Student, *, requested_on: dt.date | None, reason: str, by: User, at: dt.datetime) -> None:
    """Erase what says who a pupil was: name and numbers everywhere, contacts, photo, and what anybody wrote freely.

    Stars, decisions and levels stay under the opaque key, so that no sum changes. ``requested_on`` is the day of the
    guardian's request; without one the time for keeping must be over. Raises :class:`Refused` for anybody but an
    administrator, without a reason, while the pupil is enrolled, before its time, and a second time.
    """
    day = timezone.localdate(at)
    demand_school(standing_of(by, day), ERASE, student.school_id)
    reason = demand_reason(reason)
    # Before the pupil is locked, as `starrating.db.locks` has it; a refusal takes it back.
    forget_words_of(student, at)
    student = locked(student)
    if requested_on is not None and requested_on > day:
        raise Refused(_("The day of the request is still to come. Check the date."), code="day")
    no = _refusal(student, day, requested=requested_on is not None)
    if no is not None:
        raise no
    ground = ErasureGround.REQUEST if requested_on is not None else ErasureGround.LEFT
    pupils = carry_out(student, ground=ground, by=by, at=at)
    new = {"requested_on": requested_on.isoformat() if requested_on else "", "records": len(pupils)}
    audit.record("pupil.erased", student, by=by, at=at, school_id=student.school_id, new=new, reason=reason)
    # In a restored backup as well; a key means nobody in the record of another installation.
    told = {"at": at.isoformat(), "ground": ground.value, "record": beginning()}
    noted.note({"pupil": pupil, **told} for pupil in pupils)


def carry_out(student: Student, *, ground: ErasureGround, by: User | None, at: dt.datetime) -> list[int]:
    """Erase without asking who may; :func:`forget_words_of` comes before. Gives the keys of the pupil's records."""
    found = rows_of(student)
    pupils = [locked(row) for row in Student.objects.filter(pk__in=found[Student]).order_by("pk")]
    keys = [row.pk for row in pupils]
    _delete(found)
    _blank(found)
    erase_about(keys, ground=ground, account_key=by.pk if by is not None else None, at=at)
    for row in pupils:
        _unname(row, timezone.localdate(at))
    return keys


def forget_words_of(student: Student, at: dt.datetime) -> None:
    """Delete what would still say a name or a sentence elsewhere, names that were not recognised among it."""
    pupils = records_of([student.pk])
    own = set(Student.objects.filter(pk__in=pupils).values_list("name", "number"))
    family = Guardian.objects.filter(student__in=pupils).values_list("name", "phone")
    accounts = User.objects.filter(student__in=pupils).values_list("name", "username")
    names = {word for words in (*own, *family, *accounts) for word in words if word}
    forget_traces(student.school_id, names | words_in(KeptText.objects.about(pupils)), at=at)
    PendingName.objects.filter(class_round__school_class__school=student.school_id, text__in=names).delete()


def _refusal(student: Student, day: dt.date, *, requested: bool) -> Refused | None:
    if student.erased_on is not None:
        return Refused(_("These data were erased already. Nothing is left to erase."), code="erased")
    pupils = Q(student=student) | Q(student__merged_into=student)
    places = Enrolment.objects.filter(pupils)
    if places.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).exists():
        return Refused(_("This pupil is enrolled. Enter the departure first."), code="enrolled")
    last = places.order_by("-ends_on").values_list("ends_on", flat=True).first()
    kept_from = months_before(day, student.school.keep_contacts_months)
    if not requested and last is not None and last >= kept_from:
        sentence = _("The pupil left on %(day)s, and the time for keeping is not over. Enter the guardian's request.")
        return Refused(sentence % {"day": short_day(last)}, code="kept")
    return None


def _delete(found: Keys) -> None:
    for photo in Photo.objects.filter(pk__in=found.get(Photo, ())):
        photos.discard(photo)
    for model in DELETED:
        model._default_manager.filter(pk__in=found.get(model, ())).delete()


def _blank(found: Keys) -> None:
    """Put a mark where words were; an empty column stays empty, for some say by that what has not happened."""
    for model, columns in WORDS.items():
        rows = model._default_manager.filter(pk__in=found.get(model, ()))
        for column in columns:
            rows.exclude(**{column: ""}).update(**{column: "" if model is Nomination else GONE})


def _unname(student: Student, day: dt.date) -> None:
    for user in User.objects.filter(student=student):
        for model in TRACES:
            model._default_manager.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(
            username=f"erased-{user.pk}",
            name=GONE,
            initials="",
            phone="",
            password=make_password(None),
            is_active=False,
        )
    Student.objects.filter(pk=student.pk).update(
        number=f"erased-{student.pk}", name=GONE, pinyin="", initials="", sex="", born_on=None, erased_on=day
    )
