"""What a box asks while somebody types."""

import datetime as dt

from django.http import HttpResponseBase, JsonResponse
from django.utils import timezone

from starrating.web.keys import key_in
from students.classes.access import class_within
from students.permits.reach import StaffRequest, permitted_page
from students.suggestions import found


@permitted_page
def suggest_pupils(request: StaffRequest) -> HttpResponseBase:
    """Suggest pupils of the school, or of the ``class`` on the day ``on``, as far as one reaches."""
    typed, today = _typed(request), timezone.localdate()
    key = key_in(request.GET.get("class", ""))
    if key is None:
        rows = found.pupils(request.school, request.standing, request.reach, typed, today)
    else:
        school_class = class_within(request.school, request.reach, key)
        rows = found.pupils_of(school_class, typed, _day(request.GET.get("on", "")) or today)
    return JsonResponse(found.as_json(rows))


@permitted_page
def suggest_staff(request: StaffRequest) -> HttpResponseBase:
    return JsonResponse(found.as_json(found.staff(request.school, _typed(request))))


def _typed(request: StaffRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[: found.LONGEST]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
