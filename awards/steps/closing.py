"""Moving a class's sheet from one step on screen to the next, and back (五3)."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from awards.models import (
    LIVE_STATES,
    ClassRound,
    Decision,
    HeldStep,
    LineSource,
    LineState,
    Nomination,
    Objection,
    ObjectionState,
    Opinion,
    Step,
    Verdict,
    Vote,
)
from awards.rules.committee import Tally, WrongPicks, settled
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from awards.sheets.stage import Stage
from awards.sheets.undecided import declined_on_paper
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from awards.steps.counting import Counting, ItemCount, is_open
from awards.steps.participation import ClassParticipation
from starrating.joiners import in_a_row
from starrating.refused import Refused
from students.models import User

# What is kept on a line of the committee's count.
COUNTS = ("votes_for", "votes_against", "could_vote")


class Tied(Refused):
    """Refused because names with equal votes do not all fit: ``counts`` are all such stars, ``left`` without picks."""

    def __init__(self, counts: Sequence[ItemCount], left: Sequence[ItemCount]) -> None:
        sentence = _("%(item)s: %(names)s have equal votes. Pick %(seats)d of them.")
        told = [
            sentence
            % {
                "item": count.item.name,
                "names": in_a_row(line.student.name for line in count.tied),
                "seats": count.outcome.seats,
            }
            for count in left
        ]
        super().__init__(" ".join(told), code="tie")
        self.counts = list(counts)


def close(sheet: ClassRound, step: Step, *, by: User, at: dt.datetime, picks: Collection[int] = ()) -> HeldStep:
    """End a step that was taken on screen; the next one is open from now on.

    Ending the committee's step chooses: of each star the lines with more votes for than against, in the order of A61,
    as many as the quota leaves places for; the others are dropped, and the counts are kept (五4, A10). Where equal
    votes go across the last place, ``picks`` holds the lines picked by hand; without them :class:`Tied` is raised.
    Raises :class:`Refused` when ``step`` is not the open one or is held on paper only, where nobody has declared, or a
    star has no ballot that counts (A62), and for picks that the votes do not leave open.
    """
    with sheet_work(sheet.pk, Verb.MOVE_ON, by=by, at=at) as work:
        contents = work.contents
        step = contents.stage.demand_open(step)
        counting = Counting.load(contents, work.day)
        participation = ClassParticipation.load(contents, counting, work.day)
        _demand_something(step, contents, counting)
        chosen = _choose(work, step, counting.stars, picks) if step.role == StepRole.COMMITTEE else []
        held = HeldStep(class_round=work.sheet, step=step, held_on=work.day, on_paper=False, by=by, at=at)
        held.participants = _participants(step, contents, participation, counting, by)
        work.save(held)
        new = {"step": step.code, "participants": held.participants}
        work.record("sheet.step_closed", [*chosen, work.decision(Verdict.HELD, step=step)], new=new)
        return held


def _demand_something(step: Step, contents: Contents, counting: Counting) -> None:
    """Refuse to end a step that nobody has taken: the class may have held it on paper, and then it is ticked."""
    if step.role == StepRole.PUPIL and not any(line.state in LIVE_STATES for line in contents.lines.values()):
        raise Refused(
            _("Nobody has declared anything yet. Wait for the pupils, or tick the step if it was held on paper."),
            code="nobody",
        )
    if step.role != StepRole.COMMITTEE:
        return
    if not any(star.by_hand or star.by_ballots for star in counting.stars):
        told = _(
            "No member of the %(committee)s has voted on all names of a star yet. Wait for the votes, or tick the "
            "step if it was held on paper."
        )
        raise Refused(told % {"committee": contents.scheme.committee_name}, code="nobody")
    waiting = [star.item.name for star in counting.stars if star.waits]
    if waiting:
        sentence = _("Nobody has voted on all names of these stars yet: %(stars)s. Ask the members to go on.")
        raise Refused(sentence % {"stars": in_a_row(waiting)}, code="waiting")


def _participants(
    step: Step, contents: Contents, participation: ClassParticipation, counting: Counting, by: User
) -> str:
    by_hand = sum(star.by_hand for star in counting.stars)
    match step.role:
        case StepRole.PUPIL:
            text, part = _("Pupils on screen: %(acted)d of %(total)d"), participation.pupils
        case StepRole.GROUP_LEADER:
            text, part = _("Groups on screen: %(acted)d of %(total)d"), participation.groups
        case StepRole.COMMITTEE if by_hand:
            sentence = _("Stars counted by hands at a class meeting: %(counted)d of %(stars)d")
            return sentence % {"counted": by_hand, "stars": len(counting.stars)}
        case StepRole.COMMITTEE:
            text, part = _("Members of the %(committee)s on screen: %(acted)d of %(total)d"), participation.members
        case _:
            return _("On screen: %(name)s") % {"name": by.name}
    return text % {"acted": part.acted, "total": part.total, "committee": contents.scheme.committee_name}


def _choose(work: SheetWork, step: Step, stars: Sequence[ItemCount], picks: Collection[int]) -> list[Decision]:
    contents = work.contents
    chosen = _settled(stars, set(picks))
    before = [line for line in contents.lines.values() if is_open(line)]
    tallies = {pk: tally for star in stars for pk, tally in star.tallies.items()}
    for line in before:
        # No tally: the pupil has left the class since, and was not before the committee.
        tally = tallies.get(line.pk)
        line.votes_for = tally.votes_for if tally else 0
        line.votes_against = tally.votes_against if tally else 0
        line.could_vote = tally.could_vote if tally else 0
        line.state = LineState.DROPPED
    by_pk = {line.pk: line for line in before}
    for item_pk, keys in chosen.items():
        for key in keys:
            by_pk[key].state, by_pk[key].place = LineState.CHOSEN, contents.free_place(item_pk)
    work.change(before, "state", "place", *COUNTS)
    return [
        work.decision(
            _verdict(line, tallies.get(line.pk)),
            nomination=line,
            step=step,
            votes_for=line.votes_for,
            votes_against=line.votes_against,
        )
        for line in before
    ]


def _verdict(line: Nomination, tally: Tally | None) -> Verdict:
    """Say what became of a line: a name that had the votes and no place was not turned down (A66)."""
    if line.state == LineState.CHOSEN:
        return Verdict.AGREED
    if tally is None:
        return Verdict.LEFT
    return Verdict.NO_PLACE if tally.carried else Verdict.DECLINED


def _settled(stars: Sequence[ItemCount], picks: set[int]) -> dict[int, tuple[int, ...]]:
    """Give by star the lines chosen in the order of their places; ``picks`` go to the ties they belong to."""
    ties = [star for star in stars if star.outcome.tied]
    tied = {key for star in ties for key in star.outcome.tied}
    left = [star for star in ties if not picks & set(star.outcome.tied)]
    if picks <= tied and left:
        raise Tied(ties, left)
    try:
        if not picks <= tied:
            raise WrongPicks
        return {star.item.pk: settled(star.outcome, picks & set(star.outcome.tied)) for star in stars}
    except WrongPicks as wrong:
        sentence = _("These picks do not fit the votes. Look at the votes again, they may have changed.")
        raise Refused(sentence, code="picks") from wrong


def reopen(sheet: ClassRound, step: Step, *, by: User, at: dt.datetime, reason: str = "") -> list[Step]:
    """Take a step back that is over, and the later ones with it; gives the steps that are no longer over.

    Without a reason only until something has been done in the next step; afterwards it is sent back with a reason.
    What later steps decided is open again: toward the committee, chosen and dropped lines are proposed as they were,
    with ballots and hands kept; toward the groups, their results stay and may be changed; toward the pupils, all that
    was declared and not taken back is proposed, results, ballots and hands are gone. Decisions stay (history only
    grows).
    Raises :class:`Refused` for a step that is not over, and without a reason where one is needed.
    """
    with sheet_work(sheet.pk, Verb.MOVE_ON, by=by, at=at, reason=reason) as work:
        stage = work.stage
        if step.pk not in stage.held:
            raise Refused(_("This step is not over. There is nothing to reopen."), code="stage")
        if not work.reason and begun_after(work.sheet, stage, step):
            sentence = _("Somebody has acted since. Please say in one line why the step is opened again.")
            raise Refused(sentence, code="reason")
        over = [other for other in (step, *stage.after(step)) if other.pk in stage.held]
        work.delete(HeldStep.objects.filter(class_round=work.sheet, step__in=over))
        _undo(work, step, [other.role for other in over])
        verdict = Verdict.SENT_BACK if work.reason else Verdict.WITHDRAWN
        old, new = {"over": [other.code for other in over]}, {"step": step.code}
        work.record("sheet.step_reopened", [work.decision(verdict, step=step)], old=old, new=new)
        return over


def begun_after(sheet: ClassRound, stage: Stage, step: Step) -> bool:
    """Tell whether anything has been done in the step after ``step``, which is over; one or two queries."""
    if any(other.pk in stage.held for other in stage.after(step)):
        return True
    following = stage.next_after(step)
    match following.role if following else None:
        case StepRole.GROUP_LEADER:
            return Nomination.objects.filter(class_round=sheet, group_agreed__isnull=False).exists()
        case StepRole.COMMITTEE:
            counted = Nomination.objects.filter(class_round=sheet, counted_for__isnull=False)
            return Vote.objects.on_sheet(sheet).exists() or counted.exists()
        case StepRole.HOMEROOM:
            return _reviewed(sheet, step)
        case _:
            return False


def _reviewed(sheet: ClassRound, step: Step) -> bool:
    """Tell whether a line was changed, or a teacher spoke, since ``step`` was closed the last time."""
    held = Decision.objects.filter(class_round=sheet, step=step, verdict=Verdict.HELD).order_by("-pk")[:1]
    changed = Decision.objects.filter(class_round=sheet, nomination__isnull=False, pk__gt=held.values("pk"))
    return changed.exists() or Opinion.objects.filter(class_round=sheet).exists()


def _undo(work: SheetWork, step: Step, over: Collection[str]) -> None:
    """Put the lines back to where they were before the steps that are no longer over."""
    sheet = work.sheet
    # A name that came off by an objection does not come back by another count (A38).
    upheld = Objection.objects.filter(class_round=sheet, state=ObjectionState.UPHELD, nomination__isnull=False)
    lines = list(
        Nomination.objects.filter(class_round=sheet)
        .exclude(pk__in=upheld.values("nomination"))
        .select_related("item")
        .order_by("pk")
    )
    changed: set[int] = set()
    if StepRole.COMMITTEE in over:
        # What was entered from a paper is not the committee's to vote on.
        undone = [line for line in lines if line.state == LineState.CHOSEN and line.source != LineSource.PAPER]
        on_paper = declined_on_paper(sheet)
        undone += [
            line
            for line in lines
            if line.state == LineState.DROPPED and (_dropped_by_committee(line) or line.pk in on_paper)
        ]
        changed |= _propose(undone, lines, sheet)
        for line in lines:
            changed |= {line.pk} if line.votes_for is not None else set()
            line.votes_for = line.votes_against = line.could_vote = None
    if step.role == StepRole.PUPIL:
        changed |= _forget_groups(lines, sheet) | _forget_meeting(lines)
        work.delete(Vote.objects.on_sheet(sheet))
    groups, meeting = ("group_agreed", "hands_for", "hands_against"), ("counted_for", "counted_against")
    fields = ["state", "place", *groups, *meeting, *COUNTS]
    work.change([line for line in lines if line.pk in changed], *fields)


def _dropped_by_committee(line: Nomination) -> bool:
    return line.votes_for is not None and line.group_agreed is not False


def _forget_groups(lines: Sequence[Nomination], sheet: ClassRound) -> set[int]:
    discussed = [line for line in lines if line.group_agreed is not None]
    declined = [line for line in discussed if line.state == LineState.DROPPED and line.group_agreed is False]
    for line in discussed:
        line.group_agreed = line.hands_for = line.hands_against = None
    return _propose(declined, lines, sheet) | {line.pk for line in discussed}


def _forget_meeting(lines: Sequence[Nomination]) -> set[int]:
    counted = [line for line in lines if line.counted_for is not None]
    for line in counted:
        line.counted_for = line.counted_against = None
    return {line.pk for line in counted}


def _propose(undone: Sequence[Nomination], lines: Sequence[Nomination], sheet: ClassRound) -> set[int]:
    """Propose lines again; one for which the pupil was nominated instead stays off, since the cap holds (五4)."""
    cap = sheet.round.term.pinned.scheme.self_report_max
    live = Counter(line.student_id for line in lines if line.state in LIVE_STATES and line.item.counts_toward_cap)
    changed = set()
    for line in undone:
        if line.state == LineState.DROPPED and line.item.counts_toward_cap:
            if cap and live[line.student_id] >= cap:
                continue
            live[line.student_id] += 1
        line.state = LineState.DROPPED if line.group_agreed is False else LineState.PROPOSED
        line.place = None
        changed.add(line.pk)
    return changed
