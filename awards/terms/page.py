"""The administrator's terms: their days, the scheme they are held under, their rounds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from awards.models import ClassRound, Round
from awards.terms.access import terms_of
from starrating.joiners import in_a_row
from students.models import School, SchoolClass, Term
from students.names.class_names import grade_name


@dataclass(frozen=True)
class RoundRow:
    """One round with its sheets: ``classes`` take part, ``sheets`` are open, ``handed_in`` have been submitted once."""

    round: Round
    grades: str
    classes: int
    sheets: int
    touched: int
    handed_in: int

    @property
    def may_change(self) -> bool:
        return not self.handed_in

    @property
    def may_remove(self) -> bool:
        return not self.touched

    @property
    def unopened(self) -> int:
        return max(0, self.classes - self.sheets)


@dataclass(frozen=True)
class TermPage:
    term: Term
    rounds: Sequence[RoundRow]

    @property
    def may_change(self) -> bool:
        return not self.term.is_settled

    @property
    def may_remove(self) -> bool:
        """Whether nobody has worked on a sheet yet; what else stands on the term, the verb says."""
        return self.may_change and not any(row.touched for row in self.rounds)


def counted_terms(school: School) -> QuerySet[Term]:
    """Give the school's terms with ``round_count``."""
    return terms_of(school).annotate(round_count=Count("rounds")).order_by("-starts_on")


def term_page(term: Term) -> TermPage:
    """Gather a term in three queries however many rounds there are."""
    school = term.school
    classes_taught = SchoolClass.objects.taught_in(school, term.school_year).select_related("school")
    grades = [row.grade_in(term.school_year) for row in classes_taught]
    counts = _sheet_counts(term)
    rows = []
    for round_ in Round.objects.filter(term=term).order_by("starts_on"):
        sheets, touched, handed_in = counts.get(round_.pk, (0, 0, 0))
        classes = sum(grade in round_.grades for grade in grades)
        rows.append(RoundRow(round_, grades_text(school, round_.grades), classes, sheets, touched, handed_in))
    return TermPage(term, rows)


def grades_text(school: School, grades: Sequence[int]) -> str:
    """Name grades, such as 七年级、八年级."""
    names = (grade_name(grade, school.grade_style, first_grade=school.first_grade) for grade in grades)
    return in_a_row(names)


def _sheet_counts(term: Term) -> dict[int, tuple[int, int, int]]:
    """Count by round its sheets, those that somebody has worked on, those handed in at least once."""
    rows = (
        ClassRound.objects.filter(round__term=term)
        .order_by()
        .values_list("round")
        .annotate(
            sheets=Count("pk"),
            touched=Count("pk", filter=Q(version__gt=0)),
            handed_in=Count("pk", filter=Q(first_submitted_at__isnull=False)),
        )
    )
    return {round_pk: (sheets, touched, handed_in) for round_pk, sheets, touched, handed_in in rows}
