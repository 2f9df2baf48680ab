"""The one way to write the audit, called by a verb inside its own transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from starrating.operations.models import AuditEvent, AuditSource


@dataclass(frozen=True)
class Origin:
    """From where something is done; who does it is always handed to the verb as ``by``."""

    source: AuditSource
    address: str | None = None


_PUPIL = "students.student"
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


def record(
    action: str,
    target: models.Model,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    school_id: int | None,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
    reason: str = "",
    student_key: int | None = None,
) -> AuditEvent:
    """Insert one event about ``target``. ``old`` and ``new`` hold JSON values; ``at`` is aware.

    ``student_key`` is whom it touches where ``target`` does not say so itself, by being a pupil or by having one.
    """
    event = event_for(
        action, target, by=by, at=at, school_id=school_id, old=old, new=new, reason=reason, student_key=student_key
    )
    event.save(force_insert=True)
    return event


def event_for(
    action: str,
    target: models.Model,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    school_id: int | None,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
    reason: str = "",
    student_key: int | None = None,
) -> AuditEvent:
    """Give an unsaved event, for verbs that write many rows by ``bulk_create``."""
    origin = _origin.get() or _FROM_COMMAND
    return AuditEvent(
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        student_key=student_key or _pupil_of(target),
        actor_id=by.pk if by is not None else None,
        at=at,
        school_id=school_id,
        source=origin.source,
        address=origin.address,
        old=dict(old or {}),
        new=dict(new or {}),
        reason=reason,
    )


def _pupil_of(target: models.Model) -> int | None:
    """Give the pupil that an object is, or belongs to, by the field's name: this package does not know the table."""
    pupil: int | None = target.pk if target._meta.label_lower == _PUPIL else getattr(target, "student_id", None)
    return pupil
