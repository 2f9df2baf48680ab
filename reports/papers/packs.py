"""All of a class's papers in one file: for its meeting of a month, and at the end of a term."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound, Entitlement
from awards.rules.entitlements import ON_PAPER, RewardKind, RewardState
from reports.honours.files import print_honours
from reports.namesakes import seats_of_namesakes, told_apart
from reports.notices.notices import Notice
from reports.papers.notices import notices_pdf
from reports.papers.sheets_and_slips import month_sheets_pdf, slips_pdf
from reports.papers.term_page import term_pages_pdf
from reports.terms.facts import PupilTerm, TermFacts, facts_of
from reports.typesetting.typeset import joined, typeset
from reports.typesetting.wordings import filled_labels
from starrating.operations.seals.state import fingerprint_now
from starrating.refused import Refused
from students.models import GradeSettlement, SchoolClass, Term, User

# By kind of paper and pupil: the reward.
Rewards = Mapping[RewardKind, Mapping[int, Entitlement]]


@dataclass(frozen=True)
class Printing:
    """Who prints at what moment, and where the codes of the papers lead."""

    by: User
    at: dt.datetime
    check_address: str

    @property
    def day(self) -> dt.date:
        """What is printed as the date."""
        return timezone.localdate(self.at)


def meeting_pack_pdf(sheet: ClassRound, last_notices: Sequence[Notice]) -> bytes:
    """Set what a class's meeting needs: the empty sheet, the list on its back, the slips, the notice of last time."""
    school = sheet.school_class.school
    parts = [month_sheets_pdf([sheet], filled=False), slips_pdf([sheet], named=True)]
    if last_notices:
        parts.append(notices_pdf(school.name, last_notices))
    return joined(parts)


def term_pack_pdf(term: Term, school_class: SchoolClass, printing: Printing) -> bytes:
    """Set what a class gets once its grade is settled: on top a list of which paper goes to whom.

    The papers are issued; a kind that nobody of the class gets is left out. Raises :class:`Refused` as
    :func:`reports.honours.issued.issue`.
    """
    if school_class.entry_year not in GradeSettlement.objects.years_of(term):
        raise Refused(_("Papers are issued once the grade is settled."), code="open")
    rewards = _rewards(term, school_class)
    issued = partial(
        print_honours, term, day=printing.day, check_address=printing.check_address, by=printing.by, at=printing.at
    )
    papers = [issued(kind, [row.pk for row in held.values()]) for kind, held in rewards.items()]
    facts = facts_of(term, printing.day, [school_class.pk])
    pupils = facts.in_class(school_class.pk)
    pages = [term_pages_pdf(facts, pupils)] if pupils else []
    return joined([_cover(facts, school_class, pupils, rewards), *pages, *papers])


def _rewards(term: Term, school_class: SchoolClass) -> Rewards:
    rows = Entitlement.objects.filter(term=term, level__school_class=school_class, kind__in=ON_PAPER)
    found: dict[str, dict[int, Entitlement]] = defaultdict(dict)
    for row in rows.exclude(state=RewardState.WITHDRAWN).in_paper_order():
        found[row.kind][row.student_id] = row
    return {kind: found[kind] for kind in ON_PAPER if kind in found}


def _cover(facts: TermFacts, school_class: SchoolClass, pupils: Sequence[PupilTerm], rewards: Rewards) -> bytes:
    words = filled_labels("cover_list", 班级=school_class.name_in(facts.term.school_year))
    seats = seats_of_namesakes((school_class.pk, one.pk, one.name, one.stay.seat) for one in pupils)
    rows = [
        {
            "seat": str(one.stay.seat or ""),
            "name": told_apart(one.name, one.pk, seats),
            "marks": ["√", *(_mark(held.get(one.pk), facts.term) for held in rewards.values())],
        }
        for one in pupils
    ]
    data = {
        "school": facts.term.school.name,
        "term": facts.term.name,
        "labels": words,
        "columns": [words["page"], *(words[kind.value] for kind in rewards)],
        "rows": rows,
        "totals": [str(len(pupils)), *(str(len(held)) for held in rewards.values())],
        "sealed": _sealed(words),
    }
    return typeset("cover_list", data)


def _sealed(words: Mapping[str, str]) -> str:
    """Say by which key the settled record is sealed: on paper it can be compared when the database has changed."""
    fingerprint = fingerprint_now()
    return f"{words['sealed']}：{fingerprint}" if fingerprint else ""


def _mark(row: Entitlement | None, term: Term) -> str:
    """Name a paper by the end of its number, which says its kind and no level."""
    return (row.number or "").removeprefix(f"{term.code}-") if row else ""
