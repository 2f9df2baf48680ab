"""Month sheets as a workbook to take away and fill in."""

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _

from awards.sheet_files.blank_form import sheets_workbook
from awards.sheet_files.facts import round_facts
from awards.terms.access import round_for_office
from starrating.spreadsheets.workbooks import workbook_answer
from students.models import SchoolClass
from students.permits.reach import StaffRequest, permitted_page, reach_of
from students.permits.roles import Standing


@permitted_page
def sheets_form(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    """Send the month's sheets as a workbook to fill in: every class for the school's own staff, else the own ones."""
    round_ = round_for_office(request.school, round_pk)
    facts = round_facts(round_, request.standing)
    classes = [one for one in facts.book.by_key.values() if _sees(request.standing, one)]
    taking_part = [one for one in classes if one.grade_in(round_.term.school_year) in round_.grades]
    if not taking_part:
        raise Http404
    return workbook_answer(
        sheets_workbook(facts, taking_part), _("%(month)s class sheets") % {"month": round_.full_name}
    )


def _sees(standing: Standing, school_class: SchoolClass) -> bool:
    return reach_of(standing, "awards:sheets_form").holds(school_class)
