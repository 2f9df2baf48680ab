"""The school's own words for its papers: edited by an administrator, checked before they are kept."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import PaperKind, PaperWording
from reports.typesetting.placeholders import faults
from reports.typesetting.wordings import PARTS, PLACEHOLDERS, preset
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import School, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of

# What fits on the paper at the smallest size.
LONGEST = {"title": 20, "opening": 100, "body": 600, "honour": 40, "closing": 100}


def wording_of(school: School, kind: PaperKind) -> dict[str, str]:
    """Give the parts of a paper as the school has edited them, else as they start."""
    own = PaperWording.objects.filter(school=school, kind=kind).first()
    return preset(kind) | ({part: own.text[part] for part in PARTS[kind] if part in own.text} if own else {})


def problems(kind: PaperKind, text: Mapping[str, str]) -> dict[str, str]:
    """Say by part what stands in the way of ``text``; a placeholder that the paper does not know is named."""
    found = {part: _problem(kind, part, text.get(part, "")) for part in PARTS[kind]}
    return {part: sentence for part, sentence in found.items() if sentence}


@transaction.atomic
def edit(school: School, kind: PaperKind, text: Mapping[str, str], *, by: User, at: dt.datetime) -> PaperWording:
    """Keep the school's wording of a paper.

    Raises :class:`Refused` for anybody but an administrator of the school, and with the first problem of the text.
    """
    _administered(school, by, at)
    found = problems(kind, text)
    if found:
        raise Refused(next(iter(found.values())), code="placeholder")
    old = wording_of(school, kind)
    new = {part: text[part].strip() for part in PARTS[kind]}
    row, _made = PaperWording.objects.update_or_create(
        school=school, kind=kind, defaults={"text": new, "edited_by": by, "edited_at": at}
    )
    audit.record("wording.edited", row, by=by, at=at, school_id=school.pk, old=old, new=new)
    return row


@transaction.atomic
def restore(school: School, kind: PaperKind, *, by: User, at: dt.datetime) -> None:
    """Go back to the words that the paper starts with."""
    _administered(school, by, at)
    row = lock(PaperWording.objects.all()).filter(school=school, kind=kind).first()
    if row is None:
        return
    audit.record("wording.restored", row, by=by, at=at, school_id=school.pk, old=row.text, new=preset(kind))
    row.delete()


def _administered(school: School, by: User, at: dt.datetime) -> None:
    # The school's row is locked, so that two first edits at once make one row.
    lock(School.objects.all()).get(pk=school.pk)
    standing = standing_of(by, timezone.localdate(at))
    demand_school(standing, "reports:wording", school.pk)


def _problem(kind: PaperKind, part: str, text: str) -> str:
    if not text.strip():
        return _("This part must say something. Write at least one line.")
    if len(text) > LONGEST[part]:
        return _("At most %(count)d characters fit here.") % {"count": LONGEST[part]}
    # The heading is the same on every paper, so that it names nobody.
    known = () if part == "title" else PLACEHOLDERS[kind]
    for fault in faults(text, known):
        if not fault.name:
            return _("Braces come in pairs: write them as in {姓名}.")
        return _("{%(name)s} cannot be used here. What can be is listed on this page.") % {"name": fault.name}
    return ""


def overview(school: School) -> list[tuple[PaperKind, PaperWording | None]]:
    """Give every paper whose words can be edited, with the row of the school's own words, if there is one."""
    rows = {row.kind: row for row in PaperWording.objects.filter(school=school).select_related("edited_by")}
    return [(kind, rows.get(kind.value)) for kind in PaperKind]
