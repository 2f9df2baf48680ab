"""How a page that writes answers: one effect for one form, and the verb's yes or no where its reader looks."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form

from starrating.operations.idempotency import FIELD, once
from starrating.refused import Refused
from students.permits.reach import StaffRequest


def tell(request: StaffRequest, act: Callable[[], str]) -> None:
    """Run ``act`` once for the form's key and show the sentence it gives, or its refusal, as a message."""
    try:
        answer = once(request.user, request.POST.get(FIELD, ""), lambda: {"text": act()})
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, str(answer["text"]))


def tell_in(form: Form, request: StaffRequest, act: Callable[[], str]) -> bool:
    """The same for a form that is shown again with the refusal on top: whether it is done."""
    try:
        answer = once(request.user, str(form.cleaned_data[FIELD]), lambda: {"text": act()})
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, str(answer["text"]))
    return True


def tell_errors(request: StaffRequest, form: Form) -> None:
    """What is wrong with a form of one date, which is not shown again."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
