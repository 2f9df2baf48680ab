"""Lists of a term's pupils (学期评星汇总表, P5): sheets of its workbook, and a class's stars on their page."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _, pgettext, pgettext_lazy

from awards.models import Entitlement, Scheme, StarItem
from awards.rules.entitlements import RewardKind, RewardState
from reports.terms.facts import PupilTerm, TermFacts
from starrating.days import long_day
from starrating.spreadsheets.columns import Column, Kind, Words
from starrating.spreadsheets.resources import ListResource
from starrating.spreadsheets.workbooks import breadth, printed_size
from students.models import Sex
from students.names.personal import one_dot

NAME, DAY = Words(one_dot), Words(long_day)
# In points, on paper.
SMALLEST = 7.0


class TermResource(ListResource):
    """A list of what ``facts`` tell. What came with a transfer has a column only where there is any."""

    def __init__(self, facts: TermFacts, *, without: Sequence[str] = (), **options: Any) -> None:
        brought = any(pupil.brought for pupil in facts.pupils)
        super().__init__(**options, without=(*without, *(() if brought else ("brought",))))
        self.facts = facts


class PersonColumns(TermResource):
    """Who it is, with a running number in the order of the rows."""

    frozen = 5
    parted_by = "class_name"
    running = Column(column_name=pgettext_lazy("running number", "No."), width=5, kind=Kind.NUMBER)
    grade = Column(column_name=pgettext_lazy("term workbook", "Grade"), width=8)
    class_name = Column(column_name=pgettext_lazy("term workbook", "Class"), width=13)
    number = Column("number", pgettext_lazy("term workbook", "School number"), width=12)
    name = Column("name", pgettext_lazy("term workbook", "Name"), widget=NAME)
    sex = Column(column_name=pgettext_lazy("term workbook", "Sex"), width=5)

    def __init__(self, facts: TermFacts, **options: Any) -> None:
        super().__init__(facts, **options)
        self.fields["name"].width = _name_width(facts)

    @cached_property
    def rows(self) -> list[PupilTerm]:
        return [pupil for pupil in self.facts.pupils if self.lists(pupil)]

    def lists(self, pupil: PupilTerm) -> bool:
        """Whether the pupil is in this list: who is still here, unless a list says otherwise."""
        return self.facts.is_here(pupil)

    def get_queryset(self) -> list[PupilTerm]:
        return self.rows

    @cached_property
    def places(self) -> dict[int, int]:
        return {pupil.pk: number for number, pupil in enumerate(self.rows, start=1)}

    @cached_property
    def classes(self) -> dict[int, tuple[str, str]]:
        """Grade and name of each class by its key."""
        year = self.facts.term.school_year
        return {pk: (row.grade_name_in(year), row.name_in(year)) for pk, row in self.facts.classes.items()}

    def dehydrate_running(self, pupil: PupilTerm) -> int:
        return self.places[pupil.pk]

    def dehydrate_grade(self, pupil: PupilTerm) -> str:
        return self.classes[pupil.stay.class_pk][0]

    def dehydrate_class_name(self, pupil: PupilTerm) -> str:
        return self.classes[pupil.stay.class_pk][1]

    def dehydrate_sex(self, pupil: PupilTerm) -> str:
        sexes = {Sex.MALE: pgettext("sex of a pupil", "M"), Sex.FEMALE: pgettext("sex of a pupil", "F")}
        return sexes.get(Sex(pupil.sex), "")


def _name_width(facts: TermFacts) -> float:
    """Give the longest name a line, or two where it is very long."""
    longest = max((breadth(one_dot(pupil.name)) for pupil in facts.pupils), default=0)
    return min(28.0, max(10.0, longest + 1.0))


class TotalColumns(ListResource):
    """What was earned, what was taken, and what it comes to."""

    earned = Column("earned", pgettext_lazy("term workbook", "Earned"), width=6.5, kind=Kind.NUMBER)
    brought = Column("brought", pgettext_lazy("term workbook", "Brought along"), width=6.5, kind=Kind.NUMBER)
    deducted = Column("deducted", pgettext_lazy("term workbook", "Deducted"), width=6, kind=Kind.NUMBER)
    total = Column("shown", pgettext_lazy("term workbook", "Total"), width=6.5, kind=Kind.NUMBER)


def star_columns(facts: TermFacts) -> list[Column]:
    """Make a column a month, in which deductions do not count, then one a star of the scheme by its full name."""
    return [*month_columns(facts), *item_columns(facts.items)]


def month_columns(facts: TermFacts) -> list[Column]:
    return [Column(f"by_round__{row.pk}", row.month_name, width=5.5, kind=Kind.NUMBER) for row in facts.rounds]


def item_columns(items: Iterable[StarItem], kind: type[Column] = Column) -> list[Column]:
    return [kind(f"by_item__{item.pk}", item.name, width=6.5, kind=Kind.NUMBER) for item in items]


def reward_columns(scheme: Scheme) -> list[Column]:
    """Give columns for what a level brings with it (六2 to 六4)."""
    rewards = [
        (pgettext("term workbook", "Letter"), scheme.letter_from),
        (pgettext("term workbook", "Certificate"), scheme.certificate_from),
        (pgettext("term workbook", "Award eligibility"), scheme.award_eligibility_from),
        (pgettext("term workbook", "Outstanding Parent"), scheme.parent_title_from),
    ]
    return [Column("level", name, widget=Words(partial(_given, from_level)), width=6) for name, from_level in rewards]


def _given(from_level: int, level: int) -> str:
    return pgettext("reward", "yes") if 0 < from_level <= level else ""


def level_heading(facts: TermFacts) -> str:
    """Head the level, marked as long as one of them may change."""
    if facts.partly_settled:
        return pgettext("term workbook", "Level (settled grades; else provisional)")
    return pgettext("term workbook", "Level (provisional)") if facts.provisional else pgettext("term workbook", "Level")


class PupilsResource(PersonColumns, TotalColumns):
    """Sheet 1: a row for each pupil still here; the stars by item too, unless it is ``folded``."""

    title = pgettext_lazy("term workbook", "Pupils")
    level = Column(width=12)
    remarks = Column(column_name=pgettext_lazy("term workbook", "Remarks"), width=18)

    def __init__(self, facts: TermFacts, *, folded: bool = False) -> None:
        stars = month_columns(facts) if folded else star_columns(facts)
        super().__init__(facts, more={"sex": stars, "level": reward_columns(facts.scheme)})
        self.fields["level"].column_name = level_heading(facts)

    def dehydrate_level(self, pupil: PupilTerm) -> str:
        return self.facts.level_name(pupil)

    def dehydrate_remarks(self, pupil: PupilTerm) -> str:
        """Where else the pupil was in this term, and an arrival after its first day."""
        notes = [
            _("until the end of %(day)s in %(class)s")
            % {"day": long_day(stay.until), "class": self.classes[stay.class_pk][1]}
            for stay in pupil.stays[:-1]
            if stay.until
        ]
        if not notes and pupil.stay.since > self.facts.term.starts_on:
            notes = [_("arrived on %(day)s") % {"day": long_day(pupil.stay.since)}]
        return pgettext("between notes", ", ").join(notes)


class ItemsResource(PersonColumns):
    """What sheet 1 has no room for: the stars of each pupil by item, or some of the items."""

    earned = Column("earned", pgettext_lazy("term workbook", "Earned"), width=6.5, kind=Kind.NUMBER)

    def __init__(self, facts: TermFacts, items: Sequence[Column], number: int = 1) -> None:
        super().__init__(facts, more={"sex": items})
        self.title = pgettext("term workbook", "Stars by item")
        if number > 1:
            self.title = pgettext("term workbook", "Stars by item (%(number)d)") % {"number": number}


def pupil_sheets(facts: TermFacts) -> list[PersonColumns]:
    """Give the list of pupils, on as many sheets as it takes to print it in a size that can be read."""
    whole = PupilsResource(facts)
    if _is_readable(whole):
        return [whole]
    items = item_columns(facts.items)
    # Every item a sheet of its own is always enough.
    for count in range(1, len(items) + 1):
        size = -(-len(items) // count)
        parts = [items[start : start + size] for start in range(0, len(items), size)]
        sheets = [ItemsResource(facts, part, number) for number, part in enumerate(parts, start=1)]
        if all(map(_is_readable, sheets)):
            break
    return [PupilsResource(facts, folded=True), *sheets]


def _is_readable(table: PersonColumns) -> bool:
    return printed_size(table.get_export_fields()) >= SMALLEST


class LettersResource(PersonColumns):
    """Sheet 3: to whose parents a letter goes (六2)."""

    title = pgettext_lazy("term workbook", "Letters")
    total = Column("shown", pgettext_lazy("term workbook", "Total"), width=6.5, kind=Kind.NUMBER)
    level = Column(column_name=pgettext_lazy("term workbook", "Level"), width=12)
    from_level = "letter_from"

    def lists(self, pupil: PupilTerm) -> bool:
        return super().lists(pupil) and 0 < getattr(self.facts.scheme, self.from_level) <= pupil.level

    def dehydrate_level(self, pupil: PupilTerm) -> str:
        return self.facts.level_name(pupil)


class CertificatesResource(LettersResource):
    """Sheet 4: who gets a certificate (六3), with its number once the term is settled."""

    title = pgettext_lazy("term workbook", "Certificates")
    certificate = Column(column_name=pgettext_lazy("term workbook", "Certificate number"), width=16)
    from_level = "certificate_from"

    @cached_property
    def numbers(self) -> dict[int, str | None]:
        given = Entitlement.objects.filter(term=self.facts.term, kind=RewardKind.CERTIFICATE, number__isnull=False)
        return dict(given.exclude(state=RewardState.WITHDRAWN).values_list("student", "number"))

    def dehydrate_certificate(self, pupil: PupilTerm) -> str:
        return self.numbers.get(pupil.pk) or ""


class LeftColumns(PersonColumns):
    left_on = Column("stay__until", pgettext_lazy("term workbook", "Left on"), widget=DAY, width=14)

    def lists(self, pupil: PupilTerm) -> bool:
        return not super().lists(pupil)


class LeaversResource(LeftColumns, TotalColumns):
    """The last sheet: who has left during the term; their stars stay on record and count for no class (A44)."""

    title = pgettext_lazy("term workbook", "Pupils who left")
