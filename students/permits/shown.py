"""How a view puts on record what it is about to show: at its own address, by who asks, in this session."""

from collections.abc import Iterable

from django.utils import timezone

from starrating.operations import readings
from students.permits.roles import KnownRequest


def on_record(request: KnownRequest, key: object, student: int | None) -> None:
    """Put on record that the object ``key`` of a pupil is shown (None: of nobody who is one)."""
    readings.record(_address(request), key, student, _shown(request))


def list_on_record(request: KnownRequest, students: Iterable[int], key: object = "") -> None:
    """Put on record that a list is shown, of a class or term ``key`` where there are several, with its pupils."""
    readings.record_list(_address(request), key, students, _shown(request))


def _address(request: KnownRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _shown(request: KnownRequest) -> readings.Shown:
    return {"by": request.user, "school_id": request.school.pk, "at": timezone.now()}
