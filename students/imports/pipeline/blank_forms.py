"""What the empty forms of all kinds have from the school, and what each one's instructions end with."""

import datetime as dt

from django.utils.translation import gettext as _

from starrating.days import year_of
from students.models import School, SchoolClass, Subject
from students.school.terms import latest_term

# The columns of a school that has no subjects yet.
_FIRST_SUBJECTS = ("语文", "数学", "英语", "物理", "化学", "道法", "历史", "地理", "生物", "体育", "音乐", "美术")


def class_names(school: School, today: dt.date) -> list[str]:
    """Give the classes as they are called in the school year of the latest term, or of today."""
    term = latest_term(school)
    year = term.school_year if term else year_of(today)
    classes = SchoolClass.objects.taught_in(school, year).select_related("school")
    return [one.name_in(year) for one in classes]


def subject_names(school: School) -> list[str]:
    """Give the school's subjects, or the usual ones while it has none."""
    return list(Subject.objects.filter(school=school).values_list("name", flat=True)) or list(_FIRST_SUBJECTS)


def last_lines() -> tuple[str, ...]:
    """Give what the instructions of every form end with."""
    return (
        _("The grey row is an example; it is skipped on import and need not be deleted."),
        _("Save as .xlsx and choose the file on the page that gave you this form. Nothing changes before you confirm."),
    )
