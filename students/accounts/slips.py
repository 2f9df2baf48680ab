"""Slips with one-time passwords as the answer to the form that issued them, and nowhere else."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from students.accounts.passwords import Slip
from students.accounts.pupils import sign_in_names
from students.models import Enrolment, School
from students.permits.reach import StaffRequest
from students.permits.shown import list_on_record
from students.school.addresses import paper_address
from students.school.terms import shown_day


@dataclass(frozen=True)
class SlipRow:
    """One slip of paper. ``class_name`` is empty for staff; ``typed`` is what opens the door beside the password."""

    name: str
    class_name: str
    typed: str
    password: str = field(repr=False)


def slip_rows(slips: Sequence[Slip], school: School, today: dt.date) -> list[SlipRow]:
    """Give the slips in the order of ``slips``. Three queries, and one more for the term."""
    year, day = shown_day(school, today)
    users = [slip.user for slip in slips]
    typed = sign_in_names(users)
    seats = Enrolment.objects.active_on(day).filter(student__in=[user.student_id for user in users if user.student_id])
    classes = {
        seat.student_id: seat.school_class.name_in(year) for seat in seats.select_related("school_class__school")
    }
    return [
        SlipRow(slip.user.name, classes.get(slip.user.student_id or 0, ""), typed[slip.user.pk], slip.password)
        for slip in slips
    ]


def hand_out(
    request: StaffRequest, issue: Callable[[], Sequence[Slip]], *, back: str, button: str | None = None
) -> HttpResponseBase:
    """Issue once for the form's key and show the slips; the same form sent again gives no second set.

    Where one form has many buttons, each ``button`` has an effect of its own.
    """
    slips: list[Slip] = []

    def act() -> dict[str, object]:
        slips.extend(issue())
        return {"accounts": len(slips)}

    try:
        # Before anything is issued: a slip that leads nowhere would cost its password.
        address = paper_address(request.school, request)
        key = sent_key(request)
        once(request.user, key if button is None else f"{key}:{button}", act)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    if not slips:
        messages.info(request, _("These slips were shown once already. If they are lost, print new ones."))
        return redirect(back)
    list_on_record(request, [slip.user.student_id for slip in slips if slip.user.student_id is not None])
    context = {
        "slips": slip_rows(slips, request.school, timezone.localdate()),
        "school": request.school,
        "address": address,
        "back": back,
    }
    return render(request, "students/accounts/slips.html", context)
