"""One pupil's stars, each explained: the month, the star, the sheet and who decided."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from awards.models import Decision, EntrySource, Level, Round, StarEntry, TermScheme
from awards.models.ledger import StarEntryQuerySet
from awards.rules.kinds import Unit
from awards.rules.levels import explain, level_for
from awards.rules.reach import step_in_reach
from awards.rules.units import after_number, counted, one_of
from awards.sheets.workflow import Verb, may
from awards.terms.locks import is_settled_for
from reports.phrases import explained
from reports.stars.chart import Month, TermChart, term_chart
from reports.stars.reach import most_left
from students.models import Enrolment, Student, Term
from students.permits.roles import Standing


@dataclass(frozen=True)
class StarLine:
    """One entry of the ledger with what led to it. ``may_reverse`` exactly where the verb would agree."""

    entry: StarEntry
    month: str
    star: str
    decisions: Sequence[Decision]
    reversal: StarEntry | None
    may_reverse: bool
    # Where the office corrects a star that has a record of its own: the exam's or the violation's page.
    corrected_at: str

    @property
    def is_reversal(self) -> bool:
        return self.entry.source == EntrySource.REVERSAL

    @property
    def is_deduction(self) -> bool:
        """Whether a violation took stars, or this gave them back."""
        return self.entry.item_id is None and not self.entry.is_brought


@dataclass(frozen=True)
class PastTerm:
    """An earlier term: what it came to, and what was won."""

    name: str
    total: int
    won: int
    unit_after: str
    level: str
    term_pk: int


@dataclass(frozen=True)
class PupilPage:
    """What the page of one pupil prints, for one term."""

    pupil: Student
    class_name: str
    class_pk: int | None
    seat: int | None
    term: Term | None
    lines: Sequence[StarLine]
    total: int
    explanation: str
    level: int
    level_name: str
    next_step: str
    provisional: bool
    past: Sequence[PastTerm]
    # Whether the total is the balance; else it is what was won, and there is no level (see reads_deductions).
    balanced: bool
    # What stands behind a number of stars, and a single one.
    unit_after: str
    unit_one: str
    chart: TermChart | None


def pupil_page(pupil: Student, term: Term | None, standing: Standing, day: dt.date, *, deductions: bool) -> PupilPage:
    """Gather the page of ``pupil`` (with ``school``); ``term`` has its scheme pinned. Without a term: no stars.

    Without ``deductions`` it tells the stars won alone, for those who may read no more.
    """
    found = StarEntry.objects.filter(student=pupil)
    readable = found if deductions else found.won()
    entries = list(_entries(readable, term)) if term else []
    levels = list(Level.objects.filter(scheme=term.pinned.scheme)) if term and deductions else []
    # The months first, in their order; what is of no star comes after them.
    sum_ = explain((_label(entry), entry.stars) for entry in sorted(entries, key=lambda row: row.item_id is None))
    reached = level_for(sum_.total, [level.lower_bound for level in levels])
    place = Enrolment.objects.active_on(day).filter(student=pupil).select_related("school_class__school").first()
    year = term.school_year if term else day.year
    total = term.pinned.scheme.shown(sum_.total) if term else 0
    unit = term.pinned.scheme.unit if term else Unit.STAR
    settled = term is not None and is_settled_for(term, [pupil.pk], [place.school_class_id] if place else [])
    most = most_left(term, pupil, place.school_class if place else None, day) if term and deductions else 0
    return PupilPage(
        pupil=pupil,
        class_name=place.school_class.name_in(year) if place else _("not enrolled"),
        class_pk=place.school_class_id if place else None,
        seat=place.seat if place else None,
        term=term,
        lines=_lines(entries, standing, settled=settled),
        total=total,
        explanation=explained(sum_, shown=total),
        level=reached,
        level_name=_level_name(sum_.total, levels),
        next_step=_next_step(sum_.total, levels, unit, most),
        provisional=term is not None and not settled,
        past=_past(readable, term, levelled=deductions),
        balanced=deductions,
        unit_after=after_number(unit),
        unit_one=one_of(unit),
        chart=_chart(term, entries, levels, total) if term and entries else None,
    )


def _entries(readable: StarEntryQuerySet, term: Term) -> QuerySet[StarEntry]:
    return readable.of_term(term).with_sources().select_related("champion", "violation")


def _chart(term: Term, entries: Sequence[StarEntry], levels: Sequence[Level], total: int) -> TermChart:
    """Draw the months of the term with the stars of each; what is of no item is the step after them."""
    won: dict[int, int] = defaultdict(int)
    for entry in entries:
        if entry.item_id:
            won[entry.round_id] += entry.stars
    months = [Month(round_.month_name, won[round_.pk]) for round_ in Round.objects.filter(term=term)]
    return term_chart(months, levels, total=total, other=pgettext("stars of no month", "Other"))


def _label(entry: StarEntry) -> str:
    return entry.round.month_name if entry.item_id else _no_item(entry)


def _no_item(entry: StarEntry) -> str:
    if entry.is_brought:
        return _("brought along")
    return _("restored after an appeal") if entry.is_restored else _("deduction")


def _next_step(total: int, levels: Sequence[Level], unit: str, most: int) -> str:
    """Give the step within reach of ``most`` further stars, instead of a rank (一); else the next star, or nothing."""
    bounds = [level.lower_bound for level in levels]
    step = step_in_reach(total, bounds, most)
    if step is None:
        is_highest = level_for(total, bounds) == len(bounds)
        return "" if is_highest or not most else _("The next %(star)s is within reach") % {"star": one_of(unit)}
    sentence = _("Another %(stars)s for “%(level)s”")
    return sentence % {"stars": counted(unit, step.missing), "level": levels[step.level - 1].name}


def _lines(entries: Sequence[StarEntry], standing: Standing, *, settled: bool) -> list[StarLine]:
    decisions = _decisions(entries)
    reversals = {entry.reverses_id: entry for entry in entries if entry.reverses_id}
    return [
        StarLine(
            entry=entry,
            month=entry.round.month_name,
            star=entry.item.name if entry.item else _no_item(entry),
            decisions=decisions[entry.pk],
            reversal=reversals.get(entry.pk),
            may_reverse=not settled and entry.pk not in reversals and _may_reverse(entry, standing),
            corrected_at=_corrected_at(entry) if standing.school_wide else "",
        )
        for entry in entries
    ]


def _may_reverse(entry: StarEntry, standing: Standing) -> bool:
    if entry.nomination is None:
        return False
    sheet = entry.nomination.class_round
    return may(sheet.state, Verb.REVERSE, standing.toward(entry.school_class))


def _corrected_at(entry: StarEntry) -> str:
    if entry.champion is not None:
        return reverse("awards:exam", args=[entry.champion.exam_id])
    return reverse("awards:violation", args=[entry.violation_id]) if entry.violation_id else ""


def _decisions(entries: Sequence[StarEntry]) -> dict[int, list[Decision]]:
    """Give by entry what was decided about its line and about the sheet, oldest first; one statement."""
    lines = {entry.nomination_id: entry.pk for entry in entries if entry.nomination_id}
    sheets: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        if entry.nomination is not None:
            sheets[entry.nomination.class_round_id].append(entry.pk)
    about = Q(nomination__in=list(lines)) | Q(nomination__isnull=True, class_round__in=list(sheets))
    found: dict[int, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(about).select_related("by", "step", "reason_kept"):
        own = [lines[decision.nomination_id]] if decision.nomination_id else sheets[decision.class_round_id]
        for pk in own:
            found[pk].append(decision)
    return found


def _past(readable: StarEntryQuerySet, term: Term | None, *, levelled: bool) -> list[PastTerm]:
    """Give the other terms with stars, latest first, with their levels where they are told: four statements."""
    rows = readable.exclude(term=term).order_by()
    sums, won = (dict(found.values_list("term").annotate(total=Sum("stars"))) for found in (rows, rows.won()))
    pinned = list(
        TermScheme.objects.filter(term__in=list(sums)).select_related("term", "scheme").order_by("-term__starts_on")
    )
    levels: dict[int, list[Level]] = defaultdict(list)
    for level in Level.objects.filter(scheme__in=[row.scheme_id for row in pinned if levelled]):
        levels[level.scheme_id].append(level)
    return [
        PastTerm(
            row.term.name,
            row.scheme.shown(sums[row.term_id]),
            won.get(row.term_id, 0),
            row.scheme.unit_after_number,
            _level_name(sums[row.term_id], levels[row.scheme_id]),
            row.term_id,
        )
        for row in pinned
    ]


def _level_name(total: int, levels: Sequence[Level]) -> str:
    reached = level_for(total, [level.lower_bound for level in levels])
    return levels[reached - 1].name if reached else ""
