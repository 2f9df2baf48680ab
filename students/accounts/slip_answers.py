"""Slips with one-time passwords as the answer to the form that issued them, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.operations.idempotency import once
from starrating.refused import Refused
from students.accounts.passwords import Slip
from students.accounts.slips import slip_rows
from students.permits.reach import StaffRequest


def hand_out(request: StaffRequest, issue: Callable[[], Sequence[Slip]], *, key: str, back: str) -> HttpResponseBase:
    """Issue once for the form's ``key`` and show the slips; the same form sent again gives no second set."""
    slips: list[Slip] = []

    def act() -> dict[str, object]:
        slips.extend(issue())
        return {"accounts": len(slips)}

    try:
        once(request.user, key, act)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    if not slips:
        messages.info(request, _("These slips were shown once already. If they are lost, print new ones."))
        return redirect(back)
    context = {
        "slips": slip_rows(slips, request.school, timezone.localdate()),
        "school": request.school,
        "address": settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}",
        "back": back,
    }
    return render(request, "students/accounts/slips.html", context)
