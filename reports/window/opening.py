"""A code and its answer are exchanged for a look: a cookie of its own, for an hour, which is no account's session."""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from awards.models import WindowCode, WindowVisit
from awards.models.window import MOST_TRIES
from reports.window.codes import answers, digest, digest_of_cookie, is_right
from starrating.db.locks import lock
from starrating.operations import audit
from students.models import Guardian, Student

LASTS = dt.timedelta(hours=1)
# Of one code at the same time: two guardians with a few devices each.
_MOST_LOOKS = 10


@transaction.atomic
def open_window(code: str, answer: str, *, at: dt.datetime) -> str | None:
    """Give the cookie's secret, which is kept nowhere; None for every reason why not, so that nobody learns which.

    A wrong answer is counted on the code, under its lock: five at the same moment are five. Right ones count for
    nothing and take none back.
    """
    found = lock(WindowCode.objects.open_on(timezone.localdate(at)).filter(digest=digest(code))).first()
    right = _answers(found.student_id) if found is not None else []
    if not is_right(answer, right) or found is None:
        _count(found, at)
        return None
    WindowVisit.objects.filter(until__lte=at).delete()
    _let_go(found)
    secret = secrets.token_urlsafe(32)
    WindowVisit.objects.create(code=found, digest=digest_of_cookie(secret), until=at + LASTS)
    return secret


def visit_of(secret: str, at: dt.datetime) -> WindowVisit | None:
    """Find the look that a cookie stands for while its code opens something: revoked meanwhile, it is over."""
    looks = WindowVisit.objects.filter(digest=digest_of_cookie(secret), until__gt=at)
    open_now = WindowCode.objects.open_on(timezone.localdate(at))
    return looks.filter(code__in=open_now).select_related("code__student__school").first()


def leave(secret: str) -> None:
    WindowVisit.objects.filter(digest=digest_of_cookie(secret)).delete()


def _answers(student_pk: int) -> list[str]:
    phones = Guardian.objects.filter(student=student_pk).values_list("phone", flat=True)
    return answers(Student.objects.values_list("number", flat=True).get(pk=student_pk), phones)


def _count(found: WindowCode | None, at: dt.datetime) -> None:
    if found is None:
        return
    WindowCode.objects.filter(pk=found.pk).update(tries=F("tries") + 1)
    if found.tries + 1 == MOST_TRIES:
        school = Student.objects.values_list("school_id", flat=True).get(pk=found.student_id)
        audit.record("window.code_dead", found, by=None, at=at, school_id=school)


def _let_go(code: WindowCode) -> None:
    newest = WindowVisit.objects.filter(code=code).order_by("-pk").values_list("pk", flat=True)
    WindowVisit.objects.filter(pk__in=list(newest[_MOST_LOOKS - 1 :])).delete()
