"""Violation lists, for the flow of upload, preview and confirmation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.violations.files import Plan, apply, read_violations
from starrating.refused import Refused
from students.imports.pipeline.flow import ImportKind
from students.models import School, User


def _read_violations(content: bytes, filename: str, school: School, _options: Mapping[str, object]) -> Plan:
    return read_violations([(filename, content)], school, today=timezone.localdate())


def _apply_violations(plan: Plan, by: User, at: dt.datetime) -> str:
    if plan.blocked:
        raise Refused(_("Errors in the files must be put right first; nothing was entered."), code="blocked")
    done = {"new": len(apply(plan, by=by, at=at)), "present": plan.present}
    return _("%(new)d violations entered, %(present)d on record already.") % done


VIOLATIONS = ImportKind("violations", _read_violations, _apply_violations)
