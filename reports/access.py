"""What somebody may fetch here: the scope is in the query, and what is outside it is a 404."""

import datetime as dt

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_list_or_404, get_object_or_404
from django.utils.translation import gettext as _

from awards.models import ClassRound, Round, StarEntry
from awards.models.round import ClassRoundQuerySet
from awards.rules.kinds import NoticeScope
from awards.sheets.access import sheets_in_reach
from starrating.refused import Refused
from starrating.web.keys import key_in
from students.classes.access import pupils_within
from students.models import School, SchoolClass, Student, Term
from students.models.school import TermQuerySet
from students.permits.reach import reach_of
from students.permits.roles import Standing


def terms_of(school: School) -> TermQuerySet:
    """Give the school's terms, latest first, each with the scheme it is held under."""
    return Term.objects.filter(school=school).select_related("school", "pinned__scheme").order_by("-starts_on")


def term_with_code(school: School, code: str) -> Term:
    """Find the term that a command's ``code`` such as 2025-1 names. Raises :class:`Refused` where there is none."""
    term = terms_of(school).with_code(code).first()
    if term is None:
        raise Refused(
            _("This school has no term %(code)s. Check the code, such as 2025-1.") % {"code": code}, code="no_term"
        )
    return term


def chosen_term(school: School, day: dt.date, number: str) -> Term | None:
    """Give the term with the key ``number`` (404 if it is not the school's), else that of ``day``; None without any."""
    if number:
        return get_object_or_404(terms_of(school), pk=key_in(number))
    return terms_of(school).current_on(day).first() or terms_of(school).first()


def term_to_export(school: School, pk: int) -> Term:
    return get_object_or_404(terms_of(school), pk=pk)


def settled_term(school: School, pk: int) -> Term:
    """Give a term of the school in which a grade is settled; one all under way is not in the archive (404)."""
    return get_object_or_404(terms_of(school).with_settled_grades(), pk=pk)


def classes_to_export(standing: Standing) -> frozenset[int] | None:
    """Give the classes whose stars somebody may take away as a file; None is the whole school."""
    reach = reach_of(standing, "reports:term_workbook")
    return None if reach.whole_school else reach.classes


def entries_to_export(standing: Standing, term: Term) -> QuerySet[StarEntry]:
    """Give the term's ledger, for a homeroom teacher what was won in the own class (A43)."""
    entries = StarEntry.objects.of_term(term)
    own = classes_to_export(standing)
    return entries if own is None else entries.filter(school_class__in=own)


def classes_to_view(standing: Standing) -> QuerySet[SchoolClass]:
    """Give classes whose totals somebody may see: all for office and administrator, else those taught today."""
    classes = SchoolClass.objects.filter(school=standing.school_id).select_related("school")
    return classes.filter(reach_of(standing, "reports:class_totals").within("pk"))


def class_to_view(standing: Standing, pk: int) -> SchoolClass:
    return get_object_or_404(classes_to_view(standing), pk=pk)


def pupil_to_view(standing: Standing, pk: int, day: dt.date) -> Student:
    """Give a pupil of the school; for teachers only one who sits in a class of theirs on ``day``."""
    return get_object_or_404(pupils_within(reach_of(standing, "reports:pupil"), day), pk=pk)


def own_record(standing: Standing) -> Student:
    """Fetch the pupil whose account asks."""
    own = reach_of(standing, "reports:my_stars").student_id
    return get_object_or_404(Student.objects.select_related("school"), pk=own, school=standing.school_id)


def entry_to_reverse(standing: Standing, pk: int) -> StarEntry:
    """Give an entry of the school's ledger; who may reverse it is the verb's to say."""
    entries = StarEntry.objects.filter(student__school=standing.school_id).select_related("nomination")
    return get_object_or_404(entries, pk=pk)


def filed_sheet(standing: Standing, pk: int) -> ClassRound:
    """Give a sheet on notice, or whose notice is over, of a class that is one's own to see."""
    return get_object_or_404(sheets_in_reach(standing, "reports:class_notice").filed(), pk=pk)


def filed_sheets_of_own(standing: Standing, round_pk: int) -> list[ClassRound]:
    """Give the filed sheets of one round within reach, in the register's order; 404 where there are none."""
    return get_list_or_404(sheets_in_reach(standing, "reports:round_notices").filed().in_paper_order(), round=round_pk)


def filed_sheets_of_grade(standing: Standing, round_: Round, grade: int) -> list[ClassRound]:
    """Give all filed sheets of a grade; for teachers only of a grade they teach in.

    For pupils it is the own grade, and only where the scheme puts the notice before it (A35).
    """
    reach = reach_of(standing, "reports:grade_notice")
    _demand_scope(standing, round_, NoticeScope.GRADE, NoticeScope.SCHOOL)
    school = round_.term.school
    entry_year = round_.term.school_year - (grade - school.first_grade)
    classes = SchoolClass.objects.filter(school=standing.school_id, entry_year=entry_year)
    if not classes.filter(reach.within("pk")).exists():
        raise Http404
    return get_list_or_404(_filed_of_school(standing, round_), school_class__entry_year=entry_year)


def filed_sheets_of_school(standing: Standing, round_: Round) -> list[ClassRound]:
    """Give all filed sheets of a round; for pupils only where the scheme puts the notice before the whole school."""
    _demand_scope(standing, round_, NoticeScope.SCHOOL)
    return get_list_or_404(_filed_of_school(standing, round_))


def _demand_scope(standing: Standing, round_: Round, *scopes: NoticeScope) -> None:
    """Answer a pupil 404 where the scheme of ``round_`` has the notice for a smaller circle than ``scopes``."""
    if standing.student_id is not None and round_.term.pinned.scheme.notice_scope not in scopes:
        raise Http404


def round_to_view(standing: Standing, pk: int) -> Round:
    rounds = Round.objects.filter(term__school=standing.school_id)
    return get_object_or_404(rounds.select_related("term__school", "term__pinned__scheme"), pk=pk)


def _filed_of_school(standing: Standing, round_: Round) -> ClassRoundQuerySet:
    sheets = ClassRound.objects.filter(school_class__school=standing.school_id, round=round_)
    return sheets.filed().whole().in_paper_order()
