"""What an answer gives back, by entries that only grow: reversals, credits, a punishment lifted for a milder one."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.ledger.posting import post_credit, reverse_entries
from awards.models import (
    Appeal,
    AppealAbout,
    AppealDecision,
    AppealEffect,
    AppealOutcome,
    Credit,
    Punishment,
    PunishmentKind,
    Round,
    StarEntry,
    TermLevel,
    Violation,
    ViolationState,
)
from awards.settlement.verbs import reopen_for_appeal
from awards.terms.calendar import round_of_day, term_of_day
from awards.terms.locks import is_settled_for, locked_term, settled_years
from awards.violations.verbs import class_on, mark_revoked
from starrating.refused import Refused
from starrating.texts.keeping import keep
from students.models import SchoolClass, Term, User

# More than a term can hold under the preset: a slip of the keyboard.
MOST = 200
# From mild to grave: a changed punishment is a milder one.
_BY_GRAVITY = (PunishmentKind.WARNING, PunishmentKind.GRAVE_WARNING, PunishmentKind.DEMERIT, PunishmentKind.PROBATION)


@dataclass(frozen=True)
class Answer:
    """What is answered. ``stars``: how many a change gives back; ``kind``: what a changed punishment becomes.

    ``effect`` is asked of a term that is settled; in an open one what is given back is entered there.
    """

    outcome: AppealOutcome
    answer: str
    effect: AppealEffect = AppealEffect.NOTHING
    stars: int = 0
    kind: str = ""


def terms_of(appeal: Appeal, day: dt.date) -> list[Term]:
    """Lock the terms that an answer may write to: that of the decision, and today's; in the order of their keys."""
    subject = appeal.subject
    if isinstance(subject, Punishment):
        return []
    keys = {subject.term_id, term_of_day(appeal.school, day).pk}
    return [locked_term(key) for key in sorted(keys)]


def left_to_give(appeal: Appeal) -> int:
    """Count the stars that the deduction still takes, less what an earlier answer gave back; 0 once revoked."""
    if appeal.violation is None or appeal.violation.state != ViolationState.CONFIRMED:
        return 0
    taken = StarEntry.objects.standing().of(violation=appeal.violation_id).aggregate(sum=Sum("stars"))["sum"] or 0
    return max(0, -taken - _given(appeal))


def milder_than(punishment: Punishment) -> list[PunishmentKind]:
    return list(_BY_GRAVITY[: _BY_GRAVITY.index(PunishmentKind(punishment.kind))])


def is_settled(appeal: Appeal) -> bool:
    """Tell whether an answer has to say where what it restores is entered."""
    if isinstance(appeal.subject, Punishment):
        return False
    students, classes = _whose(appeal)
    return is_settled_for(_term(appeal), students, classes)


def places_to_choose(appeal: Appeal) -> list[AppealEffect]:
    """Give the places between which an answer chooses; none where there is nothing to choose."""
    return [AppealEffect.IN_TERM, AppealEffect.CREDIT] if is_settled(appeal) else []


def checked(appeal: Appeal, answer: Answer) -> tuple[AppealEffect, int]:
    """Say what the answer will enter, and where; raises :class:`Refused` for what cannot be."""
    if answer.outcome == AppealOutcome.UPHELD:
        return AppealEffect.NOTHING, 0
    if appeal.about == AppealAbout.PUNISHMENT:
        if answer.outcome == AppealOutcome.CHANGED and answer.kind not in milder_than(_punishment(appeal)):
            raise Refused(_("Choose the milder punishment that it becomes."), code="kind")
        return AppealEffect.NOTHING, 0
    stars = _level_stars(answer) if appeal.about == AppealAbout.LEVEL else _deduction_stars(appeal, answer)
    if not stars:
        return AppealEffect.NOTHING, 0
    if not is_settled(appeal):
        return AppealEffect.IN_TERM, stars
    if answer.effect == AppealEffect.NOTHING:
        sentence = _("The term is settled. Say whether it is corrected there, or credited in the current term.")
        raise Refused(sentence, code="effect")
    return answer.effect, stars


def apply(appeal: Appeal, decision: AppealDecision, *, by: User, at: dt.datetime) -> None:
    """Enter what a checked answer gives back; the caller holds the locks."""
    reason = _("Appeal %(number)s: %(outcome)s.") % {"number": appeal.label, "outcome": decision.get_outcome_display()}
    if decision.outcome == AppealOutcome.UPHELD:
        return
    if appeal.punishment is not None:
        _lift(appeal.punishment, decision, reason, by=by, at=at)
        return
    if decision.effect == AppealEffect.IN_TERM and is_settled(appeal):
        term = _term(appeal)
        reopen_for_appeal(term, settled_years(term, *_whose(appeal)), reason=reason, by=by, at=at)
    violation = appeal.violation
    if violation is None or decision.outcome == AppealOutcome.CHANGED:
        _credit(appeal, decision, by=by, at=at)
        return
    if violation.state != ViolationState.CONFIRMED:
        return
    if decision.effect == AppealEffect.IN_TERM and not _given(appeal):
        entries = list(StarEntry.objects.standing().of(violation=violation))
        reverse_entries(entries, reason=reason, by=by, at=at)
    else:
        _credit(appeal, decision, by=by, at=at)
    mark_revoked(violation, reason=reason, by=by, at=at)


def _credit(appeal: Appeal, decision: AppealDecision, *, by: User, at: dt.datetime) -> None:
    if not decision.stars:
        return
    student_id, school_class = appeal.student_id, _class(appeal)
    entry = _first_entry(appeal)
    if entry is not None:
        # Where two records were joined, the stars are the first record's by now.
        student_id, school_class = entry.student_id, entry.school_class
    round_ = _round(appeal, decision, entry, timezone.localdate(at))
    if decision.effect == AppealEffect.CREDIT:
        school_class = class_on(appeal.student, timezone.localdate(at)) or school_class
    kept = keep(appeal.label, about=student_id)
    credit = Credit.objects.create(
        student_id=student_id, appeal=decision, stars=decision.stars, proof_kept=kept, by=by, at=at
    )
    post_credit(credit, school_class, round_, detail=_("restored after an appeal"), by=by, at=at)


def _round(appeal: Appeal, decision: AppealDecision, entry: StarEntry | None, day: dt.date) -> Round:
    if decision.effect == AppealEffect.CREDIT:
        term = term_of_day(appeal.school, day)
        if is_settled_for(term, *_whose(appeal)):
            raise Refused(
                _("No term is open now that could take the credit. Correct the settled term, or answer later."),
                code="settled",
            )
        return round_of_day(term, day)
    return entry.round if entry is not None else round_of_day(_term(appeal), _term(appeal).ends_on)


def _whose(appeal: Appeal) -> tuple[list[int], list[int]]:
    """Give the pupils and classes whose grades are asked: where two records were joined, both pupils."""
    entry = _first_entry(appeal)
    students = {appeal.student_id} | ({entry.student_id} if entry is not None else set())
    return sorted(students), [_class(appeal).pk]


def _first_entry(appeal: Appeal) -> StarEntry | None:
    if appeal.violation is None:
        return None
    entries = StarEntry.objects.standing().of(violation=appeal.violation)
    return entries.select_related("round", "school_class").first()


def _given(appeal: Appeal) -> int:
    """Count what earlier answers of this appeal have given back and nobody has taken again."""
    mine = AppealDecision.objects.filter(appeal=appeal)
    standing = StarEntry.objects.standing().filter(credit__appeal__in=mine)
    total: int | None = standing.aggregate(sum=Sum("stars"))["sum"]
    return total or 0


def _deduction_stars(appeal: Appeal, answer: Answer) -> int:
    left = left_to_give(appeal)
    if answer.outcome == AppealOutcome.REVERSED:
        return left
    if not 1 <= answer.stars < left:
        sentence = _("A change restores at least one star and not all of them: from 1 to %(most)d.")
        raise Refused(sentence % {"most": max(left - 1, 1)}, code="stars")
    return answer.stars


def _level_stars(answer: Answer) -> int:
    if answer.outcome == AppealOutcome.REVERSED:
        sentence = _("A level follows from its stars. Choose “changed” and say how many are missing.")
        raise Refused(sentence, code="outcome")
    if not 1 <= answer.stars <= MOST:
        raise Refused(_("Give a number of stars from 1 to %(most)d.") % {"most": MOST}, code="stars")
    return answer.stars


def _lift(punishment: Punishment, decision: AppealDecision, reason: str, *, by: User, at: dt.datetime) -> None:
    """End it with the day of its decision, as if it had never been in force; what it becomes is a row of its own."""
    if punishment.lifted_on is not None:
        return
    punishment.lifted_on, punishment.lifted_by, punishment.lift_reason = punishment.decided_on, by, reason
    punishment.save(update_fields=["lifted_on", "lifted_by", "lift_reason"])
    if decision.outcome == AppealOutcome.CHANGED:
        Punishment.objects.create(
            student_id=punishment.student_id,
            kind=decision.kind,
            decided_on=punishment.decided_on,
            until=punishment.until,
            ground=punishment.ground,
            by=by,
            at=at,
        )


def _punishment(appeal: Appeal) -> Punishment:
    assert appeal.punishment is not None  # noqa: S101 -- held by a constraint
    return appeal.punishment


def _scored(appeal: Appeal) -> Violation | TermLevel:
    subject = appeal.subject
    assert not isinstance(subject, Punishment)  # noqa: S101 -- asked before
    return subject


def _term(appeal: Appeal) -> Term:
    return _scored(appeal).term


def _class(appeal: Appeal) -> SchoolClass:
    return _scored(appeal).school_class
