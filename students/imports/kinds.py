"""The kinds of file that this app imports, for the flow of upload, preview and confirmation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import cast

from django.utils.translation import gettext as _

from students.imports.groups import verbs as group_import
from students.imports.groups.plan import GroupsPreview
from students.imports.pipeline.flow import ImportKind
from students.imports.pipeline.preview import RowState
from students.imports.roster import verbs as roster
from students.imports.roster.preview import RosterPreview
from students.imports.staff import verbs as staff
from students.imports.staff.preview import StaffPreview
from students.models import School, Term, User


def _term(school: School, options: Mapping[str, object]) -> Term | None:
    code = str(options.get("term") or "")
    return Term.objects.filter(school=school).with_code(code).first() if code else None


def _starts_on(options: Mapping[str, object]) -> dt.date | None:
    text = str(options.get("starts_on") or "")
    return dt.date.fromisoformat(text) if text else None


def _read_roster(content: bytes, filename: str, school: School, options: Mapping[str, object]) -> RosterPreview:
    renames = frozenset(str(number) for number in cast(Iterable[object], options.get("renames") or ()))
    term, starts_on = _term(school, options), _starts_on(options)
    return roster.read_roster([(filename, content)], school, term=term, starts_on=starts_on, renames=renames)


def _apply_roster(preview: RosterPreview, by: User, at: dt.datetime) -> str:
    done = roster.apply_roster(preview, by=by, at=at)
    if not done.writes:
        return _("Nothing to change: every pupil in the file is on record as it says.")
    return _("Imported: %(new)d new pupils, %(changed)d changed, %(classes)d new classes.") % {
        "new": done.counts[RowState.NEW],
        "changed": done.counts[RowState.CHANGED],
        "classes": len(done.new_classes),
    }


def _read_staff(content: bytes, filename: str, school: School, options: Mapping[str, object]) -> StaffPreview:
    return staff.read_staff([(filename, content)], school, term=_term(school, options), starts_on=_starts_on(options))


def _apply_staff(preview: StaffPreview, by: User, at: dt.datetime) -> str:
    done = staff.apply_staff(preview, by=by, at=at)
    if not done.writes:
        return _("Nothing to change: every task in the file is on record as it says.")
    return _("Imported: %(new)d new tasks, %(changed)d changed, %(accounts)d new accounts.") % {
        "new": done.counts[RowState.NEW],
        "changed": done.counts[RowState.CHANGED],
        "accounts": len(done.new_accounts),
    }


def _read_groups(content: bytes, filename: str, school: School, options: Mapping[str, object]) -> GroupsPreview:
    return group_import.read_groups([(filename, content)], school)


def _apply_groups(preview: GroupsPreview, by: User, at: dt.datetime) -> str:
    done = group_import.apply_groups(preview, by=by, at=at)
    if not done.writes:
        return _("Nothing to change: groups, leaders and cadres are on record as the file says.")
    return _("Arranged: %(count)d pupils.") % {"count": len(done.working)}


GROUPS = ImportKind("groups", _read_groups, _apply_groups)
ROSTER = ImportKind("roster", _read_roster, _apply_roster)
STAFF_MATRIX = ImportKind("staff", _read_staff, _apply_staff)
