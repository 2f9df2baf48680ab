"""Whether a paper is genuine: what anybody may learn from its code, and nothing more than that."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from awards.models import Level
from awards.rules.entitlements import RewardState
from reports.honours.issued import CODE_LENGTH
from reports.models import IssuedDocument


@dataclass(frozen=True)
class Genuine:
    """A paper that was issued; not ``in_force`` once it was withdrawn or issued again.

    It tells what the paper itself says, so that a real code proves nothing on another paper.
    """

    school: str
    paper: str
    term: str
    level: str
    number: str
    day: dt.date
    name: str
    in_force: bool


def looked_up(code: str) -> Genuine | None:
    """Look up the paper with this code, typed in small letters or with blanks too; None if there is none."""
    wanted = "".join(code.split()).upper()
    if len(wanted) != CODE_LENGTH:
        return None
    related = ("student", "entitlement", "term__school", "term__pinned", "level")
    document = IssuedDocument.objects.filter(code=wanted).select_related(*related).first()
    if document is None:
        return None
    replaced = IssuedDocument.objects.filter(entitlement=document.entitlement_id, pk__gt=document.pk).exists()
    withdrawn = document.entitlement.state == RewardState.WITHDRAWN
    return Genuine(
        school=document.term.school.name,
        paper=document.get_kind_display(),
        term=document.term.name,
        level=_level_name(document),
        number=document.number,
        day=timezone.localdate(document.at),
        name=masked(document.student.name),
        in_force=not replaced and not withdrawn,
    )


def _level_name(document: IssuedDocument) -> str:
    levels = Level.objects.filter(scheme=document.term.pinned.scheme_id, number=document.level.level)
    return levels.values_list("name", flat=True).first() or ""


def masked(name: str) -> str:
    """Mask a name to its first character and one or two stars: 王珊 is 王*, any longer name 王**."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), 2)
