"""What somebody may print or take away, on one page (打印与导出)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import QuerySet

from awards.models import ClassRound, Round, SheetState
from awards.sheets.access import sheets_in_reach
from reports.access import classes_to_export, classes_to_view, terms_of
from reports.phrases import period
from reports.printing.forms import LedgerForm
from starrating.joiners import in_a_row
from students.models import School, Term
from students.permits.reach import may_go
from students.permits.roles import Standing


@dataclass(frozen=True)
class RoundPapers:
    """The notices of one round that stand today; none where all have come down."""

    round: Round
    standing: Sequence[ClassRound]
    grades: Sequence[tuple[int, str]]
    # Each period with the classes of which it is true.
    periods: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class MonthPapers:
    """The sheets of one round, and those of them that are final."""

    round: Round
    sheets: Sequence[ClassRound]

    @property
    def final(self) -> list[ClassRound]:
        return [sheet for sheet in self.sheets if sheet.state == SheetState.FINAL]


@dataclass(frozen=True)
class PapersPage:
    term: Term | None
    terms: Sequence[Term]
    rounds: Sequence[RoundPapers]
    classes: Sequence[tuple[int, str]]
    ledger_form: LedgerForm | None
    sees_all: bool
    edits_wording: bool = False
    opens_register: bool = False
    months: Sequence[MonthPapers] = ()


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
        # The office has its way from the board.
        opens_register=may_go(standing, "awards:register") and not standing.school_wide,
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
    filed = sheets_in_reach(standing, "reports:round_notices").filed().filter(round__term=term)
    return [_round(round_, sheets, day) for round_, sheets in _by_round(filed)]


def _months(term: Term, standing: Standing) -> list[MonthPapers]:
    found = sheets_in_reach(standing, "reports:month_papers").filter(round__term=term)
    return [MonthPapers(round_, sheets) for round_, sheets in _by_round(found)]


def _by_round(sheets: QuerySet[ClassRound]) -> list[tuple[Round, list[ClassRound]]]:
    """Give the rounds, latest first, each with its sheets in the order of the paper."""
    rows = sheets.order_by("-round__starts_on", "-school_class__entry_year", "school_class__number")
    return [(round_, list(own)) for round_, own in groupby(rows, key=attrgetter("round"))]


def _round(round_: Round, sheets: Sequence[ClassRound], day: dt.date) -> RoundPapers:
    up = [sheet for sheet in sheets if sheet.notice_until is not None and sheet.notice_until >= day]
    # Lowest grade first, as the sheets are.
    grades = dict.fromkeys(_grade(sheet) for sheet in up)
    return RoundPapers(round=round_, standing=up, grades=list(grades), periods=_periods(up))


def _grade(sheet: ClassRound) -> tuple[int, str]:
    year = sheet.round.term.school_year
    return sheet.school_class.grade_in(year), sheet.school_class.grade_name_in(year)


def _periods(sheets: Sequence[ClassRound]) -> list[tuple[str, str]]:
    """Give each period, earliest first, with the names of its classes: days merged would be true of none."""
    names: dict[tuple[dt.date, dt.date], list[str]] = defaultdict(list)
    for sheet in sheets:
        if sheet.notice_from and sheet.notice_until:
            names[sheet.notice_from, sheet.notice_until].append(sheet.class_name)
    return [(period(*days), in_a_row(names[days])) for days in sorted(names)]


def _classes(term: Term, standing: Standing) -> list[tuple[int, str]]:
    oldest = term.school_year - (term.school.last_grade - term.school.first_grade)
    taught = classes_to_view(standing).filter(entry_year__gte=oldest, entry_year__lte=term.school_year)
    return [(row.pk, row.name_in(term.school_year)) for row in taught.order_by("-entry_year", "number")]
