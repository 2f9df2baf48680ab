"""Answers to questions about columns: remembered for all later files of a kind, and forgotten."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from starrating.text import label_key
from students.models import ColumnMeaning, School, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of

LONGEST = 60


@transaction.atomic
def remember(school: School, kind: str, answers: Mapping[str, str], *, by: User, at: dt.datetime) -> int:
    """Remember what each header (as written) means, empty for one that is left out; give how many are new or other.

    Raises :class:`Refused` for who may not.
    """
    demand_school(standing_of(by, timezone.localdate(at)), "students:say_columns", school.pk)
    lock(School.objects.all()).get(pk=school.pk)
    known = {one.header: one for one in ColumnMeaning.objects.of(school, kind)}
    changed = 0
    for shown, field in answers.items():
        header = label_key(shown)
        if not header or len(shown) > LONGEST or len(field) > LONGEST:
            continue
        old = known.get(header)
        if old is not None and old.field == field:
            continue
        new = {"kind": kind, "column": shown, "read_as": field}
        values = {"shown": shown, "field": field, "said_by": by, "said_on": timezone.localdate(at)}
        one, _made = ColumnMeaning.objects.update_or_create(school=school, kind=kind, header=header, defaults=values)
        before = {"read_as": old.field} if old else {}
        audit.record("column.remembered", one, by=by, at=at, school_id=school.pk, old=before, new=new)
        changed += 1
    return changed


@transaction.atomic
def forget(meaning: ColumnMeaning, *, by: User, at: dt.datetime) -> None:
    """Let a column be asked about again. Raises :class:`Refused` for who may not, and where it is forgotten already."""
    demand_school(standing_of(by, timezone.localdate(at)), "students:forget_column", meaning.school_id)
    found = lock(ColumnMeaning.objects.all()).filter(pk=meaning.pk).first()
    if found is None:
        raise Refused(_("This is no longer remembered. Load the page again."), code="gone")
    old = {"kind": found.kind, "column": found.shown, "read_as": found.field}
    audit.record("column.forgotten", found, by=by, at=at, school_id=found.school_id, old=old)
    found.delete()
