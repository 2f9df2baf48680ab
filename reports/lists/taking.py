"""Which lists can be taken away, and how: the rows as a file, and the audit event that says who took them."""

import datetime as dt
from collections.abc import Mapping
from functools import cache

import tablib
from django.db import transaction
from django.utils import timezone

from reports.files import safe_name
from starrating.operations import audit, readings
from starrating.registry import summed
from students.asked import Asked, ListExport
from students.models import User
from students.permits.reach import permit_for

_LONGEST_NAME = 100
_LONGEST_VALUE = 60


@cache
def exports() -> Mapping[str, ListExport]:
    """Give every list that can be taken away, by its key in the address: each subject says its own (``lists.py``)."""
    return {export.key: export for export in summed("lists", "LISTS")}


@transaction.atomic
def take(export: ListExport, asked: Asked, *, by: User, at: dt.datetime) -> tuple[tablib.Dataset, str]:
    """Take the list as ``asked``, with what it is called; 404 where its page would be one."""
    listed = export.read(asked)
    dataset = listed.resource.export(listed.rows)
    title = " ".join(filter(None, (dataset.title, listed.about)))
    new = {"page": export.action, "list": export.key, "rows": len(dataset), "filter": _filter(asked)}
    target = listed.target or asked.school
    audit.record("list.exported", target, by=by, at=at, school_id=asked.school.pk, new=new)
    if permit_for(export.action).on_record:
        shown: readings.Shown = {"by": by, "school_id": asked.school.pk, "at": at}
        readings.record_list(export.action, asked.text("of"), listed.pupils, shown)
    return dataset, title


def _filter(asked: Asked) -> list[str]:
    """Say what was chosen on the page; keys that nobody typed there are none of the record's."""
    chosen = [(name, value) for name, value in asked.params.items() if value and name not in ("page", "of", "in_term")]
    return [f"{name[:20]}={str(value)[:_LONGEST_VALUE]}" for name, value in chosen[:10]]


def file_name(title: str, at: dt.datetime) -> str:
    """Name the file by title and day, such as every file system takes."""
    return safe_name(f"{title[:_LONGEST_NAME]} {timezone.localdate(at).isoformat()}")
