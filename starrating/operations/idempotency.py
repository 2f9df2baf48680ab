"""One effect for one form, however often it is sent."""

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from starrating.db.unavailable import trying_again
from starrating.operations.models import IdempotencyKey
from starrating.refused import Refused

FIELD = "idempotency_key"


def once(
    user: AbstractBaseUser, key: str, act: Callable[[], dict[str, object]], *, about: str = ""
) -> dict[str, object]:
    """Run ``act`` in one transaction with its key and give its answer; for a key seen before, the stored answer.

    The key is inserted first: of two requests with the same key the second waits for the first's transaction
    and then finds the unique constraint in its way. An empty key means the caller cannot repeat (a command). What a
    deadlock has undone, the key with it, is run once more. A row says who acted when; ``about`` is by what
    :func:`forget` finds the keys of an act that shall leave no trace.
    """
    return trying_again(lambda: _once(user, key, act, about))


def forget(about: str) -> None:
    """Delete the keys that were kept ``about`` this; their forms can no longer be sent with effect."""
    IdempotencyKey.objects.filter(about=about).delete()


def _once(user: AbstractBaseUser, key: str, act: Callable[[], dict[str, object]], about: str) -> dict[str, object]:
    if not key:
        return act()
    before = given(user, key)
    if before is not None:
        return before
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(user_id=user.pk, key=key[:64], about=about)
            answer = act()
            row.answer = answer
            row.save(update_fields=["answer"])
            return answer
    except IntegrityError:
        before = given(user, key)
        if before is None:
            raise
        return before


def given(user: AbstractBaseUser, key: str) -> dict[str, object] | None:
    """Give the answer that a key was given already, or ``None``."""
    row = IdempotencyKey.objects.filter(user_id=user.pk, key=key[:64]).first()
    return dict(row.answer) if row else None


def sent_key(request: HttpRequest) -> str:
    """Return the key that the form brought (``{% idempotency_key %}``).

    Raises :class:`Refused` where there is none: without it nothing would keep a form sent twice from acting twice.
    """
    key = request.POST.get(FIELD, "").replace("\x00", "")[:64]
    if not key:
        raise Refused(
            _("This form is incomplete. Please load the page again and send the form from there."), code="no_key"
        )
    return key
