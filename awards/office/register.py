"""The office's register of the month (备案表): one row a class on file, the others named below."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import FILED_STATES, ClassRound, Round, StarItem
from awards.rules.facts import SheetFacts
from awards.rules.problems import sheet_problems
from awards.sheets.facts import facts_of
from awards.terms.contacts import homeroom_contacts
from starrating.days import long_day


@dataclass(frozen=True)
class RegisterRow:
    number: int
    name: str
    homeroom: str
    pupils: int
    names: int
    by_item: Sequence[int]
    notes: str
    submitted_on: dt.date | None
    filed_on: dt.date | None
    filing_number: str
    filed_by: str


@dataclass(frozen=True)
class RegisterPage:
    """The register; ``missing`` names classes not on file yet, ``totals`` stands under the item columns."""

    round: Round
    items: Sequence[StarItem]
    rows: Sequence[RegisterRow]
    missing: Sequence[str]

    @property
    def totals(self) -> list[int]:
        return [sum(column) for column in zip(*(row.by_item for row in self.rows), strict=True)]

    @property
    def pupils(self) -> int:
        return sum(row.pupils for row in self.rows)

    @property
    def names(self) -> int:
        return sum(row.names for row in self.rows)


def register_page(round_: Round) -> RegisterPage:
    """Gather every class of the round; eight queries however many there are."""
    sheets = list(
        ClassRound.objects.filter(round=round_)
        .saying_what_waits()
        .select_related("school_class__school", "filed_by")
        .in_paper_order()
    )
    for sheet in sheets:
        sheet.round = round_
    filed = [sheet for sheet in sheets if sheet.state in FILED_STATES]
    items = StarItem.objects.of_round(round_)
    facts = facts_of(filed)
    contacts = homeroom_contacts([sheet.school_class_id for sheet in filed], round_.ends_on)
    rows = [
        _row(number, sheet, facts[sheet.pk], contacts[sheet.school_class_id].name, items)
        for number, sheet in enumerate(filed, start=1)
    ]
    missing = [sheet.class_name for sheet in sheets if sheet.state not in FILED_STATES]
    return RegisterPage(round_, items, rows, missing)


def _row(number: int, sheet: ClassRound, facts: SheetFacts, homeroom: str, items: Sequence[StarItem]) -> RegisterRow:
    counts = Counter(line.item_code for line in facts.lines)
    return RegisterRow(
        number=number,
        name=sheet.class_name,
        homeroom=homeroom,
        pupils=facts.roster_size,
        names=len(facts.lines),
        by_item=[counts[item.code] for item in items],
        notes=" ".join(_notes(sheet, facts)),
        submitted_on=_day(sheet.submitted_at),
        filed_on=sheet.filed_on or sheet.notice_from,
        filing_number=sheet.filing_number or "",
        filed_by=str(sheet.filed_by or ""),
    )


def _notes(sheet: ClassRound, facts: SheetFacts) -> Iterator[str]:
    """Give what is to be known of a filing: that it was brought in later, and what the checks found."""
    if sheet.brought_in and sheet.filed_at:
        sentence = _("Brought in later, entered on %(day)s.")
        yield sentence % {"day": long_day(timezone.localdate(sheet.filed_at))}
    for problem in sheet_problems(facts):
        yield problem.message


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
