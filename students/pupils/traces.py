"""What still says in passing what is erased: made files, files that wait, their names, answers to forms, sessions."""

import datetime as dt
import json
from collections.abc import Collection
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from starrating.backup.tables import batched
from starrating.operations import jobs, uploads
from starrating.operations.models import AuditEvent, IdempotencyKey, Job, JobState, Upload
from starrating.texts.models import KeptTextQuerySet
from starrating.texts.recorded import reason_in
from students.models import FileImport, ImportTrail

_AT_ONCE = 50
# A single letter stands in every sentence.
_LEAST = 2


def forget_traces(school_id: int, words: Collection[str], *, at: dt.datetime) -> None:
    """Delete what else of a school says one of ``words``; made and waiting files go whatever they say.

    Nobody reads a PDF or a workbook for a name, and each can be made, or chosen, again.
    """
    jobs.forget_made(school_id)
    uploads.forget_waiting(school_id, at=at)
    _saying(IdempotencyKey.objects.filter(user__school=school_id), "answer", words).delete()
    _saying(Upload.objects.filter(school=school_id), "filename", words).update(filename="")
    _saying(Upload.objects.filter(school=school_id), "options", words).update(options={})
    _forget_orders(Job.objects.filter(school=school_id), words, at)
    _saying(FileImport.objects.filter(school=school_id), "names", words).update(names="")
    # An import whose rows say it can no longer be undone.
    trails = _saying(ImportTrail.objects.filter(run__school=school_id), "rows", words)
    ImportTrail.objects.filter(run__in=list(trails.values_list("run", flat=True))).delete()
    _forget_sessions(words)


def words_in(texts: KeptTextQuerySet) -> set[str]:
    """Give the sentences that stand in kept texts; of an event's words its reason, for the others are names."""
    events = set(AuditEvent.objects.filter(words__in=texts.standing()).values_list("words", flat=True))
    return {reason_in(text) if text.pk in events else text.text for text in texts.standing()}


def _forget_orders(asked: QuerySet[Job], words: Collection[str], at: dt.datetime) -> None:
    """Take the words out of what was asked for; what waits and says one is called off, for it cannot be made."""
    for column in ("title", "message"):
        _saying(asked, column, words).update(**{column: ""})
    ordered = _saying(asked, "order", words)
    ordered.filter(state=JobState.WAITING).update(state=JobState.CANCELLED, finished_at=at)
    ordered.update(order={})


def _saying(rows: QuerySet[Any], column: str, words: Collection[str]) -> QuerySet[Any]:
    """Select rows whose column, text or JSON, says one of the words."""
    found: set[object] = set()
    said_in = rows.annotate(said_in=Cast(column, TextField()))
    for some in batched(_forms(words), _AT_ONCE):
        said = Q()
        for form in some:
            said |= Q(said_in__contains=form)
        found.update(said_in.filter(said).values_list("pk", flat=True))
    selected: QuerySet[Any] = rows.model._default_manager.filter(pk__in=found)
    return selected


def _forms(words: Collection[str]) -> list[str]:
    """Give words as they are kept: as they are, and in JSON, on PostgreSQL with their letters, on SQLite escaped."""
    long = [word for word in words if len(word) >= _LEAST]
    return sorted({form for word in long for form in (word, _in_json(word), _in_json(word, letters=True))})


def _in_json(word: str, *, letters: bool = False) -> str:
    return json.dumps(word, ensure_ascii=not letters)[1:-1]


def _forget_sessions(words: Collection[str]) -> None:
    """End the sessions in which a sentence waits to be shown that says one of the words."""
    # Messages stand in it as JSON within JSON.
    forms = {one for form in _forms(words) for one in (form, _in_json(form, letters=True))}
    for session in Session.objects.iterator():
        said = json.dumps(session.get_decoded(), ensure_ascii=False)
        if any(form in said for form in forms):
            session.delete()
