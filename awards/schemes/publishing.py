"""A school's scheme: adopted from a preset, published, pinned by a term; its drafts are in ``scheme_drafts``."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.models import Scheme, SchemeState
from awards.rules.scheme.checks import spec_problems
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes.presets import load_preset
from awards.schemes.rows import insert_rows, scheme_row, spec_of
from starrating.operations import audit
from starrating.refused import Refused
from students.models import School, User


@transaction.atomic
def adopt_preset(school: School, code: str, *, by: User | None, at: dt.datetime) -> Scheme:
    """Make a draft with all rows of the preset file ``code``, as the school's next version of it.

    Raises ``PresetError`` for a preset that is not there or cannot be used.
    """
    return adopt(school, load_preset(code), by=by, at=at)


@transaction.atomic
def adopt(school: School, spec: SchemeSpec, *, by: User | None, at: dt.datetime) -> Scheme:
    """Make a draft with all rows of ``spec``, as the school's next version of the scheme of that code."""
    # Locked, so that two people who adopt it at the same time get two versions.
    school = School.objects.select_for_update(no_key=True).get(pk=school.pk)
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
        sentence = _("This draft cannot be published yet. %(path)s: %(reason)s.")
        raise Refused(sentence % {"path": first.path, "reason": first.reason}, code="problems")
    scheme.state = SchemeState.PUBLISHED
    scheme.published_at = at
    scheme.save(update_fields=["state", "published_at"])
    audit.record("scheme.published", scheme, by=by, at=at, school_id=scheme.school_id)
    return scheme


def locked_draft(scheme: Scheme) -> Scheme:
    """Lock the row of a draft until the transaction ends; :class:`Refused` for what is no draft any more."""
    found = Scheme.objects.select_for_update(of=("self",)).select_related("school").filter(pk=scheme.pk).first()
    if found is None:
        raise Refused(_("This draft has been deleted already."), code="twice")
    if found.state != SchemeState.DRAFT:
        raise Refused(_("This version is published already."), code="state")
    return found
