"""The shortlist: by star, the names as the committee ordered them, and what its homeroom teacher may change (A57)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from awards.deeds.beside import Beside
from awards.entry.review import why_not_restore, why_not_strike
from awards.entry.side import Event, said, who_decided
from awards.models import PLACED_STATES, ClassRound, Decision, Deed, LineState, Nomination, Verdict
from awards.rules.committee import Tally
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents, namesakes
from awards.sheets.workflow import Verb, may
from students.models import User
from students.names.people import Person
from students.names.typed import Question
from students.permits.roles import Role

# Changes of the teacher's own that can be turned round, each by its opposite.
_OWN_CHANGES = frozenset({Verdict.STRUCK, Verdict.RESTORED, Verdict.NOMINATED})


@dataclass(frozen=True)
class ListedName:
    """One name: how it came in, what was counted, and what may be done; ``no`` says why it cannot be put back."""

    line: Nomination
    name: str
    seat: str
    may_strike: bool
    may_restore: bool
    no: str
    events: Sequence[Event]
    deeds: Sequence[Deed] = ()

    @property
    def on(self) -> bool:
        """Whether the name stands on the sheet."""
        return self.line.state in PLACED_STATES

    @property
    def last(self) -> Event | None:
        """What was decided about it last: why a name is not on the sheet."""
        return self.events[-1] if self.events else None


@dataclass(frozen=True)
class Star:
    """One star: names on the sheet, names still in the running, names left out, each by votes."""

    pk: int
    name: str
    limit: int
    on: Sequence[ListedName]
    running: Sequence[ListedName]
    out: Sequence[ListedName]

    @property
    def count(self) -> int:
        return len(self.on)

    @property
    def empty(self) -> bool:
        return not (self.on or self.running or self.out)


@dataclass(frozen=True)
class LastChange:
    """The reader's own last change, which its opposite turns round."""

    listed: ListedName
    star: str
    event: Event


@dataclass(frozen=True)
class Nominating:
    """The form for a nomination on behalf: what was typed, and who could be meant."""

    item_pk: int | None = None
    names: str = ""
    reason: str = ""
    question: Question | None = None
    error: str = ""


@dataclass(frozen=True)
class Shortlist:
    sheet: ClassRound
    stars: Sequence[Star]
    people: Sequence[Person]
    writable: bool
    decided: bool
    on_screen: bool
    may_nominate: bool
    last_change: LastChange | None
    nominating: Nominating

    @property
    def committee(self) -> str:
        name: str = self.sheet.round.term.pinned.scheme.committee_name
        return name

    @property
    def names(self) -> int:
        return sum(star.count for star in self.stars)


def shortlist_of(
    contents: Contents,
    *,
    user: User,
    roles: frozenset[Role],
    nominating: Nominating | None = None,
    beside: Beside | None = None,
) -> Shortlist:
    """Gather the shortlist from what is loaded already, with the facts ``beside`` it; three queries more."""
    sheet = contents.sheet
    writable = may(sheet.state, Verb.REVIEW, roles)
    decisions = list(
        Decision.objects.filter(class_round=sheet.pk, nomination__isnull=False)
        .select_related("by", "step", "reason_kept")
        .order_by("at", "pk")
    )
    by_line: dict[int, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_line[decision.nomination_id or 0].append(decision)
    names = _listed(contents, by_line, beside or {}, writable=writable)
    return Shortlist(
        sheet=sheet,
        stars=_stars(contents, names.values()),
        people=list(contents.people.values()),
        writable=writable,
        decided=contents.stage.is_over(StepRole.COMMITTEE),
        on_screen=contents.declared or contents.voted,
        may_nominate=writable and contents.scheme.nominate_on_behalf,
        last_change=_last_change(contents, decisions, names, user),
        nominating=nominating or Nominating(),
    )


def _listed(
    contents: Contents, by_line: Mapping[int, Sequence[Decision]], beside: Beside, *, writable: bool
) -> dict[int, ListedName]:
    twice = namesakes(contents.people.values())
    found = {}
    for line in sorted(contents.lines.values(), key=_by_votes):
        if line.item_id not in contents.items:
            continue
        person = contents.people.get(line.student_id)
        name = contents.name_of(line)
        no = why_not_restore(contents, line) if line.state == LineState.DROPPED else None
        found[line.pk] = ListedName(
            line=line,
            name=name,
            seat=person.mark if person and name in twice else "",
            may_strike=writable and why_not_strike(contents, line) is None,
            may_restore=writable and line.state == LineState.DROPPED and no is None,
            no=no.message if no is not None and no.code != "stage" else "",
            events=[event_of(decision) for decision in by_line.get(line.pk, ())],
            deeds=beside.get((line.student_id, line.item_id), ()),
        )
    return found


def event_of(decision: Decision) -> Event:
    """Tell one decision about a line, by itself: the step, what was said, what was counted."""
    what = said(decision)
    if decision.step is not None:
        what = _("%(about)s: %(what)s") % {"about": decision.step.name, "what": what}
    return Event(decision.at, who_decided(decision), what, decision.reason)


def _by_votes(line: Nomination) -> tuple[bool, Fraction, int, int, int]:
    """Order by votes as the committee's count does (A61); names without one, such as the teacher's own, come last."""
    tally = Tally(line.pk, line.votes_for or 0, line.votes_against or 0, line.could_vote or 0)
    return (line.votes_for is None, *tally.rank, line.place or 0, line.pk or 0)


def _stars(contents: Contents, names: Iterable[ListedName]) -> list[Star]:
    by_item: dict[int, list[ListedName]] = defaultdict(list)
    for listed in names:
        by_item[listed.line.item_id].append(listed)
    return [
        Star(
            pk=item.pk,
            name=item.name,
            limit=contents.quota,
            on=[listed for listed in by_item[item.pk] if listed.on],
            running=[listed for listed in by_item[item.pk] if listed.line.state == LineState.PROPOSED],
            out=[listed for listed in by_item[item.pk] if listed.line.state == LineState.DROPPED],
        )
        for item in contents.items.values()
    ]


def _last_change(
    contents: Contents, decisions: Sequence[Decision], names: Mapping[int, ListedName], user: User
) -> LastChange | None:
    own = [one for one in decisions if one.by_id == user.pk and one.verdict in _OWN_CHANGES and not one.on_paper]
    listed = names.get(own[-1].nomination_id or 0) if own else None
    if listed is None or not (listed.may_strike or listed.may_restore):
        return None
    event = event_of(own[-1])
    # Whoever has changed the name since, it is no longer this change that would be turned round.
    return LastChange(listed, contents.items[listed.line.item_id].name, event) if listed.last == event else None
