"""What the homeroom teacher changed of the committee's vote: for the office, beside the checks (A57)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from awards.models import ClassRound, Decision, HeldStep, Verdict
from awards.rules.facts import SheetFacts
from awards.rules.kinds import StepRole
from awards.rules.problems import Problem, ProblemLevel

_CHANGES = (Verdict.STRUCK, Verdict.RESTORED, Verdict.NOMINATED)


@dataclass(frozen=True)
class Change:
    """A name that was struck, put back or added: star and pupil, what was done, why and by whom."""

    about: str
    what: str
    reason: str
    by: str


def changes_of_vote(sheets: Iterable[ClassRound], facts: Mapping[int, SheetFacts]) -> dict[int, list[Change]]:
    """Give by sheet each name struck, put back or added since the committee voted on screen, oldest first.

    A sheet of which nothing was changed is left out. One query, none where every step was held on paper.
    """
    asked = [one.pk for one in sheets if any(step.held and not step.on_paper for step in facts[one.pk].steps)]
    if not asked:
        return {}
    votes = HeldStep.objects.filter(
        class_round=OuterRef("class_round"), step__role=StepRole.COMMITTEE, on_paper=False, at__lte=OuterRef("at")
    )
    rows = (
        Decision.objects.filter(Exists(votes), class_round__in=asked, nomination__isnull=False, verdict__in=_CHANGES)
        .select_related("nomination__student", "nomination__item", "by")
        .order_by("at", "pk")
    )
    found: dict[int, list[Change]] = defaultdict(list)
    for row in rows:
        about = row.nomination.title if row.nomination else ""
        found[row.class_round_id].append(Change(about, row.said, row.reason, row.by.name if row.by else ""))
    return dict(found)


def overruled(changes: Sequence[Change]) -> list[Problem]:
    """Say as a flag that the vote was changed; which names, and why, stands beside it."""
    if not changes:
        return []
    text = _("Names changed by the homeroom teacher after the committee's vote: %(count)d.")
    return [Problem("vote_changed", ProblemLevel.WARNING, text, {"count": len(changes)})]
