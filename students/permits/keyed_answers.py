"""How a page that writes answers: one effect for one form, and the verb's yes or no as a message."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form

from starrating.operations.idempotency import once
from starrating.refused import Refused
from students.permits.reach import StaffRequest


def tell(request: StaffRequest, key: str, act: Callable[[], str]) -> bool:
    """Run ``act`` once for this ``key`` and show the sentence it gives; a refusal is shown instead, and is False."""
    try:
        answer = once(request.user, key, lambda: {"text": act()})
    except Refused as refusal:
        messages.error(request, refusal.message)
        return False
    messages.success(request, str(answer["text"]))
    return True


def tell_errors(request: StaffRequest, form: Form) -> None:
    """What is wrong with a form that has no page of its own to be shown again on."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
