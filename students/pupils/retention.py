"""What is known of pupils who have left and serves nobody any more is deleted (PIPL 19, 47).

Stars, decisions, papers and the audit stay: they are the record. What goes is how to reach a family, the day of birth,
the photo, and whatever was said of the pupil in words.
"""

import calendar
import datetime as dt

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from starrating.operations import audit
from starrating.texts.models import ErasureGround, KeptText
from students.consents import photos
from students.models import Enrolment, Guardian, KnownDevice, Photo, School, SignInTries, Student, User
from students.pupils.erasing import erase_about
from students.pupils.traces import forget_traces, words_in

# For whoever has to look into an attack, sign-ins are kept for half a year (Cybersecurity Law 23).
SIGN_INS_KEPT = dt.timedelta(days=180)


def months_before(day: dt.date, months: int) -> dt.date:
    """Give the same day so many months earlier, or the month's last where it has no such day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def to_forget(school: School, day: dt.date) -> QuerySet[Student]:
    """Give pupils who had left by the day the school's setting says, and of whom something is still kept."""
    last = months_before(day, school.keep_contacts_months)
    here = Enrolment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=last))
    gone = Enrolment.objects.values("student").annotate(last=Max("ends_on")).filter(last__lt=last)
    said = KeptText.objects.standing().filter(student_key=OuterRef("pk"))
    kept = Q(born_on__isnull=False) | Q(guardians__isnull=False) | Q(photo__isnull=False) | Exists(said)
    found = Student.objects.filter(kept, school=school, pk__in=gone.values("student"))
    return found.exclude(pk__in=here.values("student")).distinct()


@transaction.atomic
def forget(school: School, *, at: dt.datetime, by: User | None = None) -> int:
    """Delete contacts, day of birth, photo and texts of those of :func:`to_forget`; gives how many pupils it was.

    Safe to repeat: the second time there is nobody.
    """
    pupils = list(to_forget(school, timezone.localdate(at)).values_list("pk", flat=True))
    if not pupils:
        return 0
    forget_traces(school.pk, words_in(KeptText.objects.about(pupils)), at=at)
    Guardian.objects.filter(student__in=pupils).delete()
    Student.objects.filter(pk__in=pupils).update(born_on=None)
    for photo in Photo.objects.filter(student__in=pupils):
        photos.discard(photo)
    erase_about(pupils, ground=ErasureGround.LEFT, account_key=by.pk if by is not None else None, at=at)
    audit.record("retention.applied", school, by=by, at=at, school_id=school.pk, new={"pupils": len(pupils)})
    return len(pupils)


def forget_due(*, at: dt.datetime) -> int:
    """Forget for every school, as :func:`forget`, and delete traces of sign-ins that are older than half a year."""
    KnownDevice.objects.filter(last_used_at__lt=at - SIGN_INS_KEPT).delete()
    SignInTries.objects.filter(forgotten_at__lt=at).delete()
    return sum(forget(school, at=at) for school in School.objects.order_by("pk"))
