"""What somebody may print or take away, on one page (打印与导出)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import FILED_STATES, ClassRound, Round, SheetState
from awards.sheets.access import sheets_to_view
from reports.access import classes_to_export, classes_to_view, terms_of
from reports.phrases import period
from reports.printing.forms import LedgerForm
from students.models import School, Term, TermState
from students.names.class_names import grade_name
from students.permits.reach import may_go, reach_of
from students.permits.roles import Standing


@dataclass(frozen=True)
class NamedLink:
    """A class or grade to choose."""

    pk: int
    name: str


@dataclass(frozen=True)
class RoundPapers:
    """The notices of one round that stand today; ``over`` counts those that have come down."""

    round: Round
    month: str
    standing: Sequence[NamedLink]
    grades: Sequence[NamedLink]
    period: str
    over: int


@dataclass(frozen=True)
class MonthPapers:
    """The sheets and slips of one round; ``classes`` are keyed by their sheets, ``final`` are those that are final."""

    round: Round
    month: str
    classes: Sequence[NamedLink]
    final: Sequence[NamedLink]


@dataclass(frozen=True)
class PapersPage:
    term: Term | None
    terms: Sequence[Term]
    rounds: Sequence[RoundPapers]
    classes: Sequence[NamedLink]
    ledger_form: LedgerForm | None
    sees_all: bool
    edits_wording: bool = False
    months: Sequence[MonthPapers] = ()

    @property
    def is_settled(self) -> bool:
        return self.term is not None and self.term.state == TermState.SETTLED


def papers_page(school: School, term: Term | None, standing: Standing, day: dt.date) -> PapersPage:
    """Gather the papers and files of ``term`` that ``standing`` may have on ``day``."""
    if term is None:
        return PapersPage(None, [], [], [], None, sees_all=standing.school_wide)
    return PapersPage(
        term=term,
        terms=list(terms_of(school)),
        rounds=_rounds(term, standing, day),
        classes=_classes(term, standing),
        ledger_form=ledger_form(term, standing),
        sees_all=standing.school_wide,
        edits_wording=may_go(standing, "reports:wordings"),
        months=_months(term, standing) if may_go(standing, "reports:month_papers") else [],
    )


def ledger_form(term: Term, standing: Standing, data: object = None) -> LedgerForm | None:
    """Give the form for taking the ledger away; None for who may not take anybody's stars away."""
    own = classes_to_export(standing)
    if own is not None and not own:
        return None
    classes = classes_to_view(standing)
    return LedgerForm(data, term=term, classes=classes if own is None else classes.filter(pk__in=own))


def _rounds(term: Term, standing: Standing, day: dt.date) -> list[RoundPapers]:
    sheets: dict[int, list[ClassRound]] = {}
    filed = sheets_to_view(standing).filter(round__term=term, state__in=FILED_STATES)
    for sheet in filed.order_by("-round__starts_on", "-school_class__entry_year", "school_class__number"):
        sheets.setdefault(sheet.round_id, []).append(sheet)
    return [_round(rows, day) for rows in sheets.values()]


def _months(term: Term, standing: Standing) -> list[MonthPapers]:
    sheets: dict[int, list[ClassRound]] = {}
    within = reach_of(standing, "reports:month_papers").within("school_class")
    found = ClassRound.objects.filter(within, round__term=term).select_related("round__term", "school_class__school")
    for sheet in found.order_by("-round__starts_on", "-school_class__entry_year", "school_class__number"):
        sheets.setdefault(sheet.round_id, []).append(sheet)
    return [_month(rows) for rows in sheets.values()]


def _month(sheets: Sequence[ClassRound]) -> MonthPapers:
    year = sheets[0].round.term.school_year
    named = [(sheet, NamedLink(sheet.pk, sheet.school_class.name_in(year))) for sheet in sheets]
    return MonthPapers(
        round=sheets[0].round,
        month=sheets[0].round.month_name,
        classes=[link for _sheet, link in named],
        final=[link for sheet, link in named if sheet.state == SheetState.FINAL],
    )


def _round(sheets: Sequence[ClassRound], day: dt.date) -> RoundPapers:
    round_ = sheets[0].round
    year = round_.term.school_year
    up = [sheet for sheet in sheets if sheet.notice_until is not None and sheet.notice_until >= day]
    grades = Counter(sheet.school_class.grade_in(year) for sheet in up)
    school = sheets[0].school_class.school
    return RoundPapers(
        round=round_,
        month=round_.month_name,
        standing=[NamedLink(sheet.pk, sheet.school_class.name_in(year)) for sheet in up],
        grades=[
            NamedLink(grade, grade_name(grade, school.grade_style, first_grade=school.first_grade))
            for grade in sorted(grades)
        ],
        period=_period(up),
        over=len(sheets) - len(up),
    )


def _period(sheets: Sequence[ClassRound]) -> str:
    first = [sheet.notice_from for sheet in sheets if sheet.notice_from]
    last = [sheet.notice_until for sheet in sheets if sheet.notice_until]
    return period(min(first), max(last)) if first and last else ""


def _classes(term: Term, standing: Standing) -> list[NamedLink]:
    oldest = term.school_year - (term.school.last_grade - term.school.first_grade)
    taught = classes_to_view(standing).filter(entry_year__gte=oldest, entry_year__lte=term.school_year)
    return [NamedLink(row.pk, row.name_in(term.school_year)) for row in taught.order_by("-entry_year", "number")]
