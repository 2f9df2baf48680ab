"""The one way to write the audit, called by a verb in its own transaction, and where each request comes from."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Required, TypedDict, Unpack

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest, HttpResponseBase

from starrating.operations import readings
from starrating.operations.models import AuditEvent, AuditSource
from starrating.texts import recorded
from starrating.texts.keeping import keep_all, worded
from starrating.web.address import valid_address


@dataclass(frozen=True)
class Origin:
    """From where something is done; who does it is always handed to the verb as ``by``.

    A guardian has no account: ``guardian_of`` is the key of the pupil for whom one acts.
    """

    source: AuditSource
    address: str | None = None
    guardian_of: int | None = None


# The recorded value that says for which pupil a guardian acted.
GUARDIAN_OF = "guardian_of"
_PUPIL = "students.student"
_AT_ONCE = 500
# Outside a request and the worker, it is somebody at the command line.
_FROM_COMMAND = Origin(AuditSource.COMMAND)
_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


@contextmanager
def acting_from(origin: Origin) -> Iterator[None]:
    """Mark everything recorded inside as coming from ``origin``; middleware and commands wrap their work in it."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


@contextmanager
def acting_for(pupil_key: int) -> Iterator[None]:
    """Mark everything recorded inside as done by a guardian of the pupil."""
    with acting_from(replace(_origin.get() or _FROM_COMMAND, guardian_of=pupil_key)):
        yield


class Told(TypedDict, total=False):
    """What is told of an event: who did it and when (aware), what stood there before and after as JSON values, and why.

    ``student_key`` is whom it touches where its object does not say so itself, by being a pupil or by having one.
    """

    by: Required[AbstractBaseUser | None]
    at: Required[dt.datetime]
    old: Mapping[str, object] | None
    new: Mapping[str, object] | None
    reason: str
    student_key: int | None


def record(action: str, target: models.Model, *, school_id: int | None, **told: Unpack[Told]) -> AuditEvent:
    """Insert one event about ``target``."""
    event = event_for(action, target, school_id=school_id, **told)
    keep_all([event.words])
    event.save(force_insert=True)
    return event


def record_all(events: Iterable[AuditEvent]) -> None:
    """Insert events that :func:`event_for` has made, with their words."""
    events = list(events)
    keep_all(event.words for event in events)
    AuditEvent.objects.bulk_create(events, batch_size=_AT_ONCE)


def event_for(action: str, target: models.Model, *, school_id: int | None, **told: Unpack[Told]) -> AuditEvent:
    """Give an unsaved event, for verbs that write many rows by :func:`record_all`."""
    origin, by = _origin.get() or _FROM_COMMAND, told["by"]
    pupil = told.get("student_key") or _pupil_of(target)
    old, old_words = recorded.divided(told.get("old") or {})
    new, new_words = recorded.divided(told.get("new") or {})
    if origin.guardian_of is not None:
        new = {**new, GUARDIAN_OF: origin.guardian_of}
    return AuditEvent(
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        student_key=pupil,
        actor_id=by.pk if by is not None else None,
        at=told["at"],
        school_id=school_id,
        source=origin.source,
        address=origin.address,
        old_codes=old,
        new_codes=new,
        words=worded(recorded.words_of(told.get("reason", ""), old_words, new_words), about=pupil),
    )


def _pupil_of(target: models.Model) -> int | None:
    """Give the pupil that an object is, or belongs to, by the field's name: this package does not know the table."""
    pupil: int | None = target.pk if target._meta.label_lower == _PUPIL else getattr(target, "student_id", None)
    return pupil


GetResponse = Callable[[HttpRequest], HttpResponseBase]


class AuditOriginMiddleware:
    """What a page records in the audit is marked as coming from the web, and what it shows as seen in this session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # None where a page has no session at all.
        session = getattr(request, "session", None)
        key = session.session_key if session is not None else None
        with acting_from(Origin(AuditSource.WEB, valid_address(request))), readings.sitting(key or ""):
            return self.get_response(request)
