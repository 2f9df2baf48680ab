"""A school's scheme: drafts begun from a preset, a version or a file, changed, published or dropped."""

import datetime as dt
import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Scheme, SchemeState
from awards.rules.scheme.checks import spec_problems
from awards.rules.scheme.document import document_of
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes.presets import preset_for
from awards.schemes.rows import column_values, delete_rows, insert_rows, scheme_row, spec_of
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import School, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of


@transaction.atomic
def adopt_preset(school: School, code: str, *, by: User | None, at: dt.datetime) -> Scheme:
    """Make a draft with all rows of the preset file ``code``, as the school's next version of it.

    Raises ``PresetError`` for a preset that is not there or cannot be used.
    """
    return adopt(school, preset_for(school.office_name, code), by=by, at=at)


@transaction.atomic
def adopt(school: School, spec: SchemeSpec, *, by: User | None, at: dt.datetime) -> Scheme:
    """Make a draft with all rows of ``spec``, as the school's next version of the scheme of that code."""
    # Locked, so that two people who adopt it at the same time get two versions.
    school = lock(School.objects.all()).get(pk=school.pk)
    latest = Scheme.objects.filter(school=school, code=spec.code).aggregate(latest=Max("version"))["latest"] or 0
    scheme = scheme_row(school, spec, version=latest + 1)
    scheme.save(force_insert=True)
    insert_rows(scheme, spec)
    audit.record("scheme.adopted", scheme, by=by, at=at, school_id=school.pk, new={"version": scheme.version})
    return scheme


@transaction.atomic
def publish(scheme: Scheme, *, by: User | None, at: dt.datetime) -> Scheme:
    """Make a draft the version that terms may pin; it never changes again (A53, A58).

    Raises :class:`Refused` for one that is published already, is gone, or contradicts itself.
    """
    scheme = locked_draft(scheme)
    problems = spec_problems(spec_of(scheme))
    if problems:
        first = problems[0]
        sentence = _("This draft cannot be published yet. Correct this first, then publish: %(path)s: %(reason)s.")
        raise Refused(sentence % {"path": first.path, "reason": first.reason}, code="problems")
    scheme.state = SchemeState.PUBLISHED
    scheme.published_at = at
    scheme.save(update_fields=["state", "published_at"])
    audit.record("scheme.published", scheme, by=by, at=at, school_id=scheme.school_id)
    return scheme


@transaction.atomic
def start_draft(school: School, spec: SchemeSpec, *, by: User, at: dt.datetime) -> Scheme:
    """Start a draft that says what ``spec`` says: of a preset, of another version (see ``spec_of``), of a file.

    It is the next version of the scheme of that code. Raises :class:`Refused` for anybody but an administrator of
    the school.
    """
    _demand(school.pk, "awards:scheme_start", by, at)
    return adopt(school, spec, by=by, at=at)


@transaction.atomic
def save_draft(draft: Scheme, spec: SchemeSpec, *, seen: str, by: User, at: dt.datetime) -> Scheme:
    """Make ``draft`` say what ``spec`` says, as long as it still says what the writer saw (``seen``, a `mark_of`).

    Its code and version stay. What only keeps it from being published may be saved. Raises :class:`Refused` for a
    version that is published or gone, for a draft that somebody else has changed meanwhile, and for what rows cannot
    hold, such as two items of one name.
    """
    draft = locked_draft(draft)
    _demand(draft.school_id, "awards:scheme_part", by, at)
    old = spec_of(draft)
    if old == spec:
        return draft
    if mark_of(old) != seen:
        raise Refused(_("Somebody else has changed this draft meanwhile: look at it again, then save."), code="stale")
    if spec.code != old.code or any(not problem.later for problem in spec_problems(spec)):
        raise Refused(_("This cannot be saved: look at what is wrong with it first."), code="problems")
    _replace(draft, spec)
    changed = _parts_changed(old, spec)
    audit.record("scheme.changed", draft, by=by, at=at, school_id=draft.school_id, new={"parts": changed})
    return draft


@transaction.atomic
def delete_draft(draft: Scheme, *, by: User, at: dt.datetime) -> None:
    """Drop a draft; what was published stays for good. Raises :class:`Refused` for one that is published or gone."""
    draft = locked_draft(draft)
    _demand(draft.school_id, "awards:scheme_delete", by, at)
    old = {"name": draft.name, "version": draft.version}
    audit.record("scheme.deleted", draft, by=by, at=at, school_id=draft.school_id, old=old)
    delete_rows(draft)
    draft.delete()


@transaction.atomic
def publish_draft(draft: Scheme, *, seen: str, by: User, at: dt.datetime) -> Scheme:
    """Publish what the administrator has read, and nothing that was put in its place meanwhile."""
    draft = locked_draft(draft)
    _demand(draft.school_id, "awards:scheme_publish", by, at)
    if mark_of(spec_of(draft)) != seen:
        raise Refused(_("Somebody else has changed this draft meanwhile: look at it again, then save."), code="stale")
    return publish(draft, by=by, at=at)


def mark_of(spec: SchemeSpec) -> str:
    """Give a short mark of all that a scheme says: the same for the same text, another for any other."""
    text = json.dumps(document_of(spec), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def locked_draft(scheme: Scheme) -> Scheme:
    """Lock the row of a draft until the transaction ends; :class:`Refused` for what is no draft any more."""
    found = lock(Scheme.objects.all()).select_related("school").filter(pk=scheme.pk).first()
    if found is None:
        raise Refused(_("This draft has been deleted already. Choose another one from the list."), code="twice")
    if found.state != SchemeState.DRAFT:
        raise Refused(
            _("This version is published already and stays as it is. Start a new draft from it."), code="state"
        )
    return found


def _demand(school_pk: int, action: str, by: User, at: dt.datetime) -> None:
    standing = standing_of(by, timezone.localdate(at))
    demand_school(standing, action, school_pk)


def _replace(draft: Scheme, spec: SchemeSpec) -> None:
    Scheme.objects.filter(pk=draft.pk).update(**column_values(spec))
    delete_rows(draft)
    insert_rows(draft, spec)
    draft.refresh_from_db()


def _parts_changed(old: SchemeSpec, new: SchemeSpec) -> list[str]:
    before, after = document_of(old), document_of(new)
    return [part for part in after if before[part] != after[part]]
