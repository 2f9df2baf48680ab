"""What guardians agree to, each by itself: given on a signed form, withdrawn as easily (PIPL 15)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.consents import photos
from students.models import Consent, ConsentScope, Photo, Student, User
from students.permits.reach import demand_pupil
from students.privacy.rules import version_on

RECORD = "students:record_consents"
WITHDRAW = "students:withdraw_consent"


@dataclass(frozen=True)
class Given:
    """One signed form: who agreed, and to what of one pupil."""

    student: Student
    scope: ConsentScope
    given_by: str


@transaction.atomic
def record(forms: Sequence[Given], given_on: dt.date, *, by: User, at: dt.datetime) -> int:
    """Keep that guardians agreed on ``given_on``; gives how many consents are new.

    One that is in force already stays as it was. Raises :class:`Refused` for a day to come, for a form without a
    name, and for a pupil who is not in a class of ``by``.
    """
    if given_on > timezone.localdate(at):
        raise Refused(
            _("The day of consent lies in the future. Give the day on which the form was signed."), code="day"
        )
    # Of what the guardians have read; one school, and one day, for all of them.
    version = version_on(forms[0].student.school, given_on) if forms else ""
    return sum(_recorded(one, given_on, version, by=by, at=at) for one in forms)


def _recorded(one: Given, given_on: dt.date, version: str, *, by: User, at: dt.datetime) -> bool:
    demand_pupil(one.student, RECORD, by=by, at=at)
    if not one.given_by.strip():
        raise Refused(_("%(name)s: say which guardian signed.") % {"name": one.student.name}, code="who")
    if Consent.objects.filter(student=one.student, scope=one.scope, withdrawn_on__isnull=True).exists():
        return False
    row = Consent(
        student=one.student,
        scope=one.scope,
        given_by=one.given_by.strip()[:60],
        text_version=version,
        given_on=given_on,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # A colleague recorded the same form at the same moment.
        return False
    new = {"scope": one.scope.value, "by": row.given_by, "on": given_on.isoformat(), "text": version}
    audit.record("consent.given", row, by=by, at=at, school_id=one.student.school_id, new=new)
    return True


@transaction.atomic
def withdraw(consent: Consent, *, by: User, at: dt.datetime) -> None:
    """End a consent from today on; with the consent to a photo the photo goes as well (PIPL 47).

    Withdrawing twice ends it once.
    """
    row = lock(Consent.objects.all()).get(pk=consent.pk)
    student = Student.objects.select_related("school").get(pk=row.student_id)
    demand_pupil(student, WITHDRAW, by=by, at=at)
    if row.withdrawn_on is not None:
        return
    row.withdrawn_on = timezone.localdate(at)
    row.save(update_fields=["withdrawn_on"])
    audit.record("consent.withdrawn", row, by=by, at=at, school_id=student.school_id, new={"scope": str(row.scope)})
    photo = Photo.objects.filter(student=student).first()
    if row.scope == ConsentScope.PHOTO and photo is not None:
        photos.remove(photo, by=by, at=at)
