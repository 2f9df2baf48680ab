"""Groups, leaders and cadres of many classes from a file: shown as a preview, applied whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.operations import audit
from starrating.refused import Refused
from students.groups.committee import name_member
from students.groups.verbs import make_group, name_leader, put_in_group
from students.imports.groups.file import read_lines
from students.imports.groups.plan import GroupFacts, GroupRow, GroupsPreview, group_facts, plan
from students.imports.pipeline.files import NamedBytes, checksum
from students.models import School, SchoolClass, Student, StudentGroup, User
from students.school.terms import shown_day


def read_groups(files: Sequence[NamedBytes], school: School, *, today: dt.date | None = None) -> GroupsPreview:
    """What these files (name, bytes) would do from today, or from the first day of a term still to begin.

    Nothing is written, and nothing ends because it is absent: an empty cell says nothing.
    """
    year, day = shown_day(school, today or timezone.localdate())
    lines, findings = read_lines(files)
    sums = [(name, checksum(content)) for name, content in files]
    return plan(school, group_facts(school, year, day), day, lines, findings, sums)


@transaction.atomic
def apply_groups(preview: GroupsPreview, *, by: User, at: dt.datetime) -> GroupsPreview:
    """Write what the preview showed, in one transaction; gives what was done.

    Raises :class:`Refused` when an error blocks, or (code ``stale``) when the database has changed since the preview,
    and for classes that are not ``by``'s to arrange.
    """
    # Two imports at once: the second waits here and then finds that the ground has changed.
    school = School.objects.select_for_update().get(pk=preview.school.pk)
    year, _day = shown_day(school, preview.day)
    facts = group_facts(school, year, preview.day)
    fresh = plan(school, facts, preview.day, preview.lines, preview.file_findings, preview.files)
    if fresh.blocked:
        raise Refused(_("Errors in the file must be put right first; nothing was imported."), code="blocked")
    if fresh.digest != preview.digest:
        raise Refused(_("Pupils or groups have changed since this preview. Look at it once more."), code="stale")
    if fresh.writes:
        _write(fresh, facts, by, at)
        new = {
            "files": [{"name": name, "sha256": digest} for name, digest in fresh.files],
            "pupils": len(fresh.working),
            "from": fresh.day.isoformat(),
        }
        audit.record("groups.imported", school, by=by, at=at, school_id=school.pk, new=new)
    return fresh


def _write(preview: GroupsPreview, facts: GroupFacts, by: User, at: dt.datetime) -> None:
    """Groups first, then who leads them, then the cadres: a leader must sit in the group."""
    classes = {one.pk: one for one in facts.book.by_key.values()}
    members: dict[tuple[int, str], list[Student]] = defaultdict(list)
    for row in preview.working:
        if row.place is not None and any(change.field == "group" for change in row.changes):
            members[row.place.school_class_id, row.group].append(row.place.student)
    # Numbers first, so that a name does not take one that the file asks for.
    for (class_pk, text), students in sorted(members.items(), key=lambda pair: not pair[0][1].isdigit()):
        group = _group(facts, classes[class_pk], text, by, at)
        put_in_group(group, students, on=preview.day, by=by, at=at)
    for row in preview.working:
        _offices(row, facts, classes, preview.day, by, at)


def _offices(
    row: GroupRow, facts: GroupFacts, classes: dict[int, SchoolClass], day: dt.date, by: User, at: dt.datetime
) -> None:
    if row.place is None:
        return
    school_class = classes[row.place.school_class_id]
    if row.leads:
        name_leader(_group(facts, school_class, row.group, by, at), row.place.student, on=day, by=by, at=at)
    if row.joins:
        name_member(school_class, row.place.student, on=day, by=by, at=at)


def _group(facts: GroupFacts, school_class: SchoolClass, text: str, by: User, at: dt.datetime) -> StudentGroup:
    known = facts.group_named(school_class.pk, text)
    if known is None:
        number = int(text) if text.isdigit() else None
        known = make_group(school_class, "" if number else text, number=number, by=by, at=at)
        facts.groups[school_class.pk].append(known)
    return known
