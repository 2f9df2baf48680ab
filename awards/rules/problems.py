"""What stands in the way of handing in a class's sheet. The same list is shown by page, import and office board."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.rules.facts import LineFact, SheetFacts, StepFact
from awards.rules.kinds import QuotaMode, SubjectMode
from starrating.days import short_day
from starrating.joiners import in_a_row

# Subject teachers have days left: the sheet may be submitted, by who says so.
SUBJECTS_EARLY = "subjects_early"


class ProblemLevel(TextChoices):
    """Whether a problem stops the sheet."""

    BLOCKING = "blocking", _("Must be corrected")
    WARNING = "warning", _("To be looked at")


@dataclass(frozen=True)
class Problem:
    """One finding. `code` is for programs; `item_code` and `student_pk` say where on the sheet, None for the whole."""

    code: str
    level: ProblemLevel
    text: str | Promise
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    item_code: str | None = None
    student_pk: int | None = None
    # Where it is put right; said by the page that shows it.
    url: str = ""

    @property
    def message(self) -> str:
        """The sentence to show, in the language active now."""
        return str(self.text) % self.params

    @property
    def blocks(self) -> bool:
        """Whether the sheet cannot be handed in with it."""
        return self.level == ProblemLevel.BLOCKING


def sheet_problems(facts: SheetFacts) -> list[Problem]:
    """List all problems of a sheet: lines, then steps, then subject teachers. An unfilled item is none (A9)."""
    return [
        *_empty(facts),
        *_undecided(facts),
        *_pending(facts),
        *_over_quota(facts),
        *_over_cap(facts),
        *_not_enrolled(facts),
        *_duplicates(facts),
        *_repeats(facts),
        *_steps(facts),
        *_subjects(facts),
    ]


def above_quota(problems: Iterable[Problem]) -> bool:
    """Tell whether a sheet stands above a quota that the office may allow with a reason (A10)."""
    return any(problem.code == "over_quota" and not problem.blocks for problem in problems)


def items_without_star(facts: SheetFacts) -> list[str]:
    """Give the names of items that nobody won: a note at most, since a quota need not be filled (A9)."""
    won = {line.item_code for line in facts.lines}
    return [item.name for item in facts.items if item.code not in won]


def _empty(facts: SheetFacts) -> Iterator[Problem]:
    if not facts.roster_size:
        yield _blocking(
            "no_pupils", _("The class has no pupils on the last day of the month. Import the roster first.")
        )
    elif facts.lines or facts.undecided or facts.pending:
        return
    elif facts.voted:
        yield _blocking("empty", _("Nobody was chosen. Put a name back, or nominate one."))
    else:
        yield _blocking("empty", _("Nobody is on the sheet yet."))


def _undecided(facts: SheetFacts) -> Iterator[Problem]:
    """Find names that would go without a word: each is chosen or declined before the sheet is handed in (五3)."""
    if facts.undecided and facts.awaited:
        text = _("Names without a decision: %(count)s. The step “%(step)s” is not over yet.")
        yield _blocking("undecided", text, {"count": facts.undecided, "step": facts.awaited})
    elif facts.undecided:
        text = _("Names without a decision: %(count)s. Choose them, or say that the others were not chosen.")
        yield _blocking("undecided", text, {"count": facts.undecided})


def _pending(facts: SheetFacts) -> Iterator[Problem]:
    """Find names that were typed or pasted and are not on the sheet: none may be left behind without a word."""
    items = {item.code: item.name for item in facts.items}
    typed = _("Not recognised under %(item)s: %(count)s. Say who is meant, or take them out.")
    pasted = _("Pasted for %(item)s and not entered: %(count)s. Confirm them, or take them out.")
    for one in facts.pending:
        params = {"item": items[one.item_code], "count": one.count}
        code, text = ("pasted", pasted) if one.pasted else ("pending", typed)
        yield _blocking(code, text, params, one.item_code)


def _over_quota(facts: SheetFacts) -> Iterator[Problem]:
    """Find stars with more than their quota (五4, A7). Two lines of one pupil are a duplicate, not a second winner."""
    winners = Counter(line.item_code for line in set(facts.lines))
    level = ProblemLevel.WARNING if facts.quota_mode == QuotaMode.OFFICE else ProblemLevel.BLOCKING
    text = _("Too many names under %(item)s: %(count)s, and the limit is %(limit)s. Take names off.")
    for item in facts.items:
        if winners[item.code] > item.quota:
            params = {"item": item.name, "count": winners[item.code], "limit": item.quota}
            yield Problem("over_quota", level, text, params, item_code=item.code)


def _over_cap(facts: SheetFacts) -> Iterator[Problem]:
    """Find pupils with more than their items (五4); champion stars are outside the limit (A3)."""
    if not facts.cap:
        return
    counted = {item.code for item in facts.items if item.counts_toward_cap}
    held = Counter(line.student_pk for line in set(facts.lines) if line.item_code in counted)
    text = _("%(name)s has too many items: %(count)s, and the limit is %(limit)s. Take the name off some.")
    for pupil in facts.pupils:
        if held[pupil.pk] > facts.cap:
            params = {"name": pupil.name, "count": held[pupil.pk], "limit": facts.cap}
            yield _blocking("over_cap", text, params, student_pk=pupil.pk)


def _not_enrolled(facts: SheetFacts) -> Iterator[Problem]:
    """Find names of who is not in the class on the round's last day (A44)."""
    named = {line.student_pk for line in facts.lines}
    text = _("%(name)s is not in this class on the last day of the month. Take the name off.")
    for pupil in facts.pupils:
        if pupil.pk in named and not pupil.enrolled:
            yield _blocking("not_enrolled", text, {"name": pupil.name}, student_pk=pupil.pk)


def _duplicates(facts: SheetFacts) -> Iterator[Problem]:
    """Find pupils who stand twice under one star (A11)."""
    items = {item.code: item.name for item in facts.items}
    pupils = {pupil.pk: pupil.name for pupil in facts.pupils}
    text = _("%(name)s is more than once under %(item)s.")
    for line, count in Counter(facts.lines).items():
        if count > 1:
            params = {"name": pupils[line.student_pk], "item": items[line.item_code]}
            yield _blocking("duplicate", text, params, line.item_code, line.student_pk)


def _repeats(facts: SheetFacts) -> Iterator[Problem]:
    """Find stars had too often in the term, this round with the others, where the scheme limits it (A12)."""
    if not facts.repeats_max:
        return
    items = {item.code: item.name for item in facts.items}
    pupils = {pupil.pk: pupil.name for pupil in facts.pupils}
    lines = set(facts.lines)
    text = _("%(name)s has had %(item)s too often this term: %(count)s, and the limit is %(limit)s.")
    for had in facts.repeats:
        if had.times >= facts.repeats_max and LineFact(had.student_pk, had.item_code) in lines:
            params = {
                "name": pupils[had.student_pk],
                "item": items[had.item_code],
                "count": had.times,
                "limit": facts.repeats_max,
            }
            yield _blocking("repeats", text, params, had.item_code, had.student_pk)


def _steps(facts: SheetFacts) -> Iterator[Problem]:
    """Find steps that have not been held (五3). On paper each is ticked with its date and who took part (A55)."""
    for step in facts.steps:
        if not step.held:
            if step.required:
                yield _blocking(
                    "step_not_held",
                    _("The step “%(step)s” is not ticked. Tick it once it has been held."),
                    {"step": step.name},
                )
        elif step.on_paper:
            yield from _paper_step(step)


def _paper_step(step: StepFact) -> Iterator[Problem]:
    params = {"step": step.name}
    if step.held_on is None:
        yield _blocking("step_without_date", _("The step “%(step)s” has no date. Fill it in."), params)
    if not step.participants.strip():
        yield _blocking(
            "step_without_participants", _("The step “%(step)s” does not say who took part. Fill it in."), params
        )


def _subjects(facts: SheetFacts) -> Iterator[Problem]:
    """Find what the subject teachers leave open (A39): advice may be missing, an objection must be answered."""
    subjects = facts.subjects
    if subjects.mode == SubjectMode.NONE:
        return
    required = subjects.mode == SubjectMode.REQUIRED
    level = ProblemLevel.BLOCKING if required else ProblemLevel.WARNING
    if not subjects.consulted:
        yield Problem(
            "subjects_not_consulted",
            level,
            _("The subject teachers have not been consulted. Ask them, then tick the step."),
        )
    elif subjects.silent and required:
        yield _names("subjects_silent", level, _("No answer yet from: %(names)s."), subjects.silent)
    elif subjects.silent and subjects.until:
        yield _early(subjects.silent, subjects.until, submitted=subjects.submitted)
    if subjects.disagreed:
        yield _names("subjects_disagreed", level, _("Subject teachers disagree: %(names)s."), subjects.disagreed)
    if subjects.unanswered:
        text = _("These objections have no written reply: %(names)s. Answer each in one line.")
        yield _names("objection_unanswered", ProblemLevel.BLOCKING, text, subjects.unanswered)


def _early(names: tuple[str, ...], until: date, *, submitted: bool) -> Problem:
    """Name who has not spoken though the day promised to them is not over: to be confirmed, and seen by the office."""
    text = _("They may speak until the end of %(day)s and have not yet: %(names)s.")
    if submitted:
        text = _("Submitted although they might have spoken until the end of %(day)s: %(names)s.")
    params = {"day": short_day(until), "names": in_a_row(names)}
    return Problem(SUBJECTS_EARLY, ProblemLevel.WARNING, text, params)


def _blocking(
    code: str,
    text: str | Promise,
    params: Mapping[str, object] | None = None,
    item_code: str | None = None,
    student_pk: int | None = None,
) -> Problem:
    return Problem(code, ProblemLevel.BLOCKING, text, params or {}, item_code, student_pk)


def _names(code: str, level: ProblemLevel, text: str | Promise, names: tuple[str, ...]) -> Problem:
    return Problem(code, level, text, {"names": in_a_row(names)})
