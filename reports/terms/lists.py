"""The further sheets of the term's workbook: letters, certificates, corrections, movements (学期评星汇总表, P5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import pgettext

from awards.models import Entitlement, EntrySource, StarEntry
from awards.rules.entitlements import RewardKind, RewardState
from reports.terms.facts import PupilTerm, TermFacts
from reports.terms.tables import PupilColumn, person_columns
from starrating.days import long_day
from starrating.spreadsheets.columns import Column, Kind, Table
from students.models import Movement
from students.names.personal import one_dot

# Awards of the month and first places are on sheet 1; what is left is what somebody has to answer for.
_ANSWERED_FOR = (EntrySource.VIOLATION, EntrySource.REVERSAL, EntrySource.CREDIT)


def letters_table(facts: TermFacts) -> Table[PupilTerm]:
    """Sheet 3: to whose parents a letter goes (六2)."""
    rows = _from_level(facts, facts.scheme.letter_from)
    return Table(pgettext("term workbook", "Letters"), _reward_columns(facts, rows), rows, frozen=5)


def certificates_table(facts: TermFacts) -> Table[PupilTerm]:
    """Sheet 4: who gets a certificate (六3), with its number once the term is settled."""
    rows = _from_level(facts, facts.scheme.certificate_from)
    given = Entitlement.objects.filter(term=facts.term, kind=RewardKind.CERTIFICATE, number__isnull=False)
    numbers = dict(given.exclude(state=RewardState.WITHDRAWN).values_list("student", "number"))
    columns = [*_reward_columns(facts, rows), _number_column(numbers)]
    return Table(pgettext("term workbook", "Certificates"), columns, rows, frozen=5)


def _from_level(facts: TermFacts, level: int) -> list[PupilTerm]:
    return [pupil for pupil in facts.pupils if facts.is_here(pupil) and 0 < level <= pupil.level]


def _reward_columns(facts: TermFacts, rows: list[PupilTerm]) -> list[PupilColumn]:
    return [
        *person_columns(facts, rows),
        Column(pgettext("term workbook", "Total"), lambda pupil: pupil.shown, 6.5, Kind.NUMBER),
        Column(pgettext("term workbook", "Level"), facts.level_name, 12),
    ]


def _number_column(numbers: Mapping[int, str | None]) -> PupilColumn:
    return Column(pgettext("term workbook", "Certificate number"), lambda pupil: numbers.get(pupil.pk) or "", 16)


def corrections_table(facts: TermFacts) -> Table[StarEntry]:
    """Sheet 5, for the office alone: deductions, what was brought along, and every reversal with its reason."""
    rows = list(
        StarEntry.objects.of_term(facts.term)
        .filter(source__in=_ANSWERED_FOR)
        .select_related("student", "school_class__school", "round", "item", "by")
        .order_by("entered_at", "pk")
    )
    year = facts.term.school_year
    columns: list[Column[StarEntry]] = [
        Column(pgettext("term workbook", "Entered on"), lambda row: long_day(timezone.localdate(row.entered_at)), 14),
        Column(pgettext("term workbook", "Class"), lambda row: row.school_class.name_in(year), 13),
        Column(pgettext("term workbook", "School number"), lambda row: row.student.number, 12),
        Column(pgettext("term workbook", "Name"), lambda row: one_dot(row.student.name), 10),
        Column(pgettext("term workbook", "Month"), lambda row: row.round.month_name, 8),
        Column(pgettext("term workbook", "Kind"), lambda row: row.get_source_display(), 10),
        Column(pgettext("term workbook", "Star or ground"), lambda row: row.item.name if row.item else row.detail, 18),
        Column(pgettext("term workbook", "Stars"), lambda row: row.stars, 6, Kind.NUMBER),
        Column(pgettext("term workbook", "Reason"), lambda row: row.reason, 30),
        Column(pgettext("term workbook", "Entered by"), lambda row: row.by.name if row.by else "", 10),
    ]
    return Table(pgettext("term workbook", "Deductions and corrections"), columns, rows, frozen=4)


@dataclass(frozen=True)
class Move:
    """A movement within the term as the workbook tells it."""

    on: dt.date
    number: str
    name: str
    kind: str
    old: str
    new: str
    reason: str


def movements_table(facts: TermFacts, class_pks: Collection[int] | None = None) -> Table[Move]:
    """Sheet 6: who came, left, changed class or paused; of some classes those that touch them."""
    term = facts.term
    found = Movement.objects.of_school(term.school).current().between(term.starts_on, term.ends_on)
    rows = [
        Move(
            row.on,
            row.student.number,
            one_dot(row.student.name),
            row.get_kind_display(),
            row.from_class.name_in(term.school_year) if row.from_class else "",
            row.to_class.name_in(term.school_year) if row.to_class else "",
            row.reason,
        )
        for row in found.select_related("student", "from_class__school", "to_class__school").order_by("on", "pk")
        if class_pks is None or {row.from_class_id, row.to_class_id} & set(class_pks)
    ]
    columns: list[Column[Move]] = [
        Column(pgettext("term workbook", "From"), lambda row: long_day(row.on), 14),
        Column(pgettext("term workbook", "School number"), lambda row: row.number, 12),
        Column(pgettext("term workbook", "Name"), lambda row: row.name, 10),
        Column(pgettext("term workbook", "Kind"), lambda row: row.kind, 12),
        Column(pgettext("term workbook", "From class"), lambda row: row.old, 13),
        Column(pgettext("term workbook", "To class"), lambda row: row.new, 13),
        Column(pgettext("term workbook", "Reason"), lambda row: row.reason, 30),
    ]
    return Table(pgettext("term workbook", "Movements"), columns, rows, frozen=3)
