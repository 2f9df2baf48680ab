"""Rows that are locked first: what is settled no longer changes, nor does anything while it is being settled.

A term is settled grade by grade. What is written of a pupil asks two grades: that of the class it is written for, and
the one with which the pupil has been settled, which a change of class makes another.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from awards.models import ClassRound, Round, TermLevel
from starrating import joiners
from starrating.db.locks import lock
from starrating.refused import Refused
from students.models import GradeSettlement, SchoolClass, Term, TermState


def locked_term(term_pk: int) -> Term:
    """Fetch the term with its school and pinned scheme, locked until the transaction ends.

    Raises :class:`Refused` where it has been removed meanwhile.
    """
    term = lock(Term.objects.select_related("school", "pinned__scheme")).filter(pk=term_pk).first()
    if term is None:
        raise gone()
    return term


def gone() -> Refused:
    """Give the refusal of what belongs to a term, or to a round, that has been removed meanwhile."""
    return Refused(_("The term or the month has been removed meanwhile. Load the page again."), code="gone")


def demand_open(term: Term) -> None:
    """Raise :class:`Refused` for a settled term: an administrator must reopen it first."""
    if term.state != TermState.OPEN:
        raise Refused(
            _("The term is settled and stays as it is. To change it, an administrator reopens the term first."),
            code="settled",
        )


def demand_grades_open(term: Term, entry_years: Collection[int]) -> None:
    """Raise :class:`Refused` for a settled term, and where one of these grades is settled in it."""
    demand_open(term)
    settled = GradeSettlement.objects.years_of(term).intersection(entry_years)
    if settled:
        raise Refused(_settled_in(term, settled), code="settled")


def demand_sheets_open(sheets: Collection[ClassRound]) -> None:
    """Raise :class:`Refused` where the grade of a sheet is settled; sheets of one term, with ``round__term`` loaded."""
    for sheet in sheets:
        demand_open(sheet.round.term)
    asked = {sheet.school_class.entry_year for sheet in sheets if sheet.grade_settled is not False}
    if asked:
        demand_grades_open(next(iter(sheets)).round.term, asked)


def is_settled(sheet: ClassRound) -> bool:
    """Tell whether the grade of a sheet fetched as a whole is settled, or its term."""
    return sheet.round.term.is_settled or bool(sheet.grade_settled)


def demand_pupils_open(term: Term, students: Collection[int], classes: Collection[int]) -> None:
    """Raise :class:`Refused` where something of these pupils, written for these classes, is settled."""
    demand_open(term)
    settled = settled_years(term, students, classes)
    if settled:
        raise Refused(_settled_in(term, settled), code="settled")


def is_settled_for(term: Term, students: Collection[int], classes: Collection[int]) -> bool:
    """Tell whether anything of these pupils, written for these classes, is settled in ``term``."""
    return term.is_settled or bool(settled_years(term, students, classes))


def settled_years(term: Term, students: Collection[int], classes: Collection[int]) -> set[int]:
    """Give the entry years of the settled grades that :func:`demand_pupils_open` would name."""
    settled = GradeSettlement.objects.years_of(term)
    if not settled:
        return set()
    of_classes = SchoolClass.objects.filter(pk__in=classes, entry_year__in=settled)
    levels = TermLevel.objects.filter(term=term, student__in=students, school_class__entry_year__in=settled)
    return {
        *of_classes.order_by().values_list("entry_year", flat=True),
        *levels.current().listed().order_by().values_list("school_class__entry_year", flat=True),
    }


def _settled_in(term: Term, entry_years: Collection[int]) -> str:
    school = term.school
    grades = [school.grade_name(school.grade_of(year, term.school_year)) for year in sorted(entry_years, reverse=True)]
    sentence = _(
        "%(grades)s: the term is settled and stays as it is. To change it, an administrator reopens the grade first."
    )
    return sentence % {"grades": joiners.in_a_row(grades)}


def locked_round(round_: Round) -> Round:
    """Fetch the round with its term, locked; :class:`Refused` where it has been removed or its term is settled."""
    found = lock(Round.objects.select_related("term__school", "term__pinned__scheme")).filter(pk=round_.pk).first()
    if found is None:
        raise gone()
    demand_open(found.term)
    return found
