"""How a page that writes answers: one effect for one form, and the verb's yes or no where its reader looks."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form

from starrating.offers.acts import Done
from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from students.permits.reach import StaffRequest


def tell(request: StaffRequest, act: Callable[[], str | Done], form: Form | None = None) -> bool:
    """Run ``act`` once for the form's key and show the sentence it gives; return whether it was done.

    Where it gives the word of an offer too, the message holds a button that undoes the act. A refusal is a message
    instead, or stands on top of ``form`` where that is shown again; a form that came without a key is refused like
    that too.
    """
    try:
        answer = once(request.user, sent_key(request), lambda: _kept(act()))
    except Refused as refusal:
        if form is None:
            messages.error(request, refusal.message)
        else:
            form.add_error(None, refusal.message)
        return False
    messages.success(request, str(answer["text"]), extra_tags=str(answer["offer"]))
    return True


def tell_if_valid(request: StaffRequest, form: Form, act: Callable[[], str | Done]) -> bool:
    """Run ``act`` as `tell` does if ``form`` is valid; it has no page of its own, so what is wrong are messages."""
    if form.is_valid():
        return tell(request, act)
    tell_errors(request, form)
    return False


def tell_errors(request: StaffRequest, form: Form) -> None:
    """Show what is wrong with a form as messages."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))


def _kept(told: str | Done) -> dict[str, object]:
    done = told if isinstance(told, Done) else Done(told, "")
    return {"text": done.text, "offer": done.offer}
