"""What the homeroom teacher changed of the committee's vote, or put past it: for the office (A57)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import PLACED_STATES, ClassRound, Decision, HeldStep, Verdict
from awards.rules.facts import SheetFacts
from awards.rules.kinds import StepRole
from awards.rules.problems import Problem, ProblemLevel

_CHANGES = (Verdict.STRUCK, Verdict.RESTORED, Verdict.NOMINATED)
# How a name comes to stand on the sheet without a vote.
_PUT_ON = (Verdict.ENTERED, Verdict.RESTORED, Verdict.NOMINATED)
# A name that stands there and of which the committee's count says nothing.
_PAST = Q(nomination__state__in=sorted(PLACED_STATES), nomination__could_vote__isnull=True)


@dataclass(frozen=True)
class Change:
    """A name that was struck, put back or added: star and pupil, what was done, why and by whom."""

    about: str
    what: str
    reason: str
    by: str


def changes_of_vote(sheets: Iterable[ClassRound], facts: Mapping[int, SheetFacts]) -> dict[int, list[Change]]:
    """Give by sheet each name struck, put back or added since the committee voted on screen, oldest first.

    A name that stands on the sheet and was not before the committee at all is given, too, with how it came there.
    A sheet of which nothing was changed is left out. One query, none where every step was held on paper.
    """
    asked = [one.pk for one in sheets if any(step.held and not step.on_paper for step in facts[one.pk].steps)]
    if not asked:
        return {}
    votes = HeldStep.objects.filter(class_round=OuterRef("class_round"), step__role=StepRole.COMMITTEE, on_paper=False)
    same = Decision.objects.filter(nomination=OuterRef("nomination"), verdict__in=[*_CHANGES, Verdict.ENTERED])
    last = Subquery(same.order_by("-at", "-pk").values("pk")[:1])
    rows = (
        Decision.objects.filter(class_round__in=asked, nomination__isnull=False)
        .annotate(voted_at=Subquery(votes.values("at")[:1]), last=last)
        .filter(voted_at__isnull=False)
        .filter(
            Q(verdict__in=_CHANGES, on_paper=False, at__gte=F("voted_at"))
            | _PAST & Q(verdict__in=_PUT_ON, pk=F("last"))
        )
        .select_related("nomination__student", "nomination__item", "by", "reason_kept")
        .order_by("at", "pk")
    )
    found: dict[int, list[Change]] = defaultdict(list)
    for row in rows:
        about = row.nomination.title if row.nomination else ""
        # What is typed on the sheet is kept as on paper; what the shortlist does is not.
        said = _("entered without a vote") if row.on_paper else row.said
        found[row.class_round_id].append(Change(about, said, row.reason, row.by.name if row.by else ""))
    return dict(found)


def overruled(changes: Sequence[Change]) -> list[Problem]:
    """Say as a flag that the sheet is not as the committee voted; which names, and why, stands beside it."""
    if not changes:
        return []
    text = gettext_lazy("Names changed by the homeroom teacher, or entered without the committee's vote: %(count)d.")
    return [Problem("vote_changed", ProblemLevel.WARNING, text, {"count": len(changes)})]
