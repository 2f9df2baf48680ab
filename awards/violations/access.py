"""Which violations somebody may fetch, and whose deductions somebody may read: one rule, from the table of permits.

The scope is in the query, anything else is a 404. Whoever may not open a violation reads nothing of it elsewhere.
"""

import datetime as dt

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from awards.models import Violation
from students.classes.access import pupils_within
from students.models import School, SchoolClass, Student
from students.permits.reach import reach_of
from students.permits.roles import Standing

_RECORD = "awards:violation"


def reads_deductions(standing: Standing, pupil: Student, day: dt.date) -> bool:
    """Tell whether somebody may read what was taken from ``pupil``: who may open such records of that pupil's class.

    Everybody else is told the stars won and no balance, and so no level either, which would give it away.
    """
    reach = reach_of(standing, _RECORD)
    return pupil.school_id == reach.school_id and (
        reach.whole_school or pupils_within(reach, day).filter(pk=pupil.pk).exists()
    )


def reads_deductions_of(standing: Standing, school_class: SchoolClass) -> bool:
    """Tell the same of a whole class."""
    return reach_of(standing, _RECORD).holds(school_class)


def violations_for(school: School, standing: Standing, day: dt.date) -> QuerySet[Violation]:
    """Give the office every record of the school, others none; a homeroom teacher those that happened in the own class.

    And those of the pupils who sit in it on ``day``, whose stars that teacher explains.
    """
    found = Violation.objects.filter(student__school=school).select_related(
        "student", "ground", "school_class__school", "term__pinned__scheme", "proposed_by", "decided_by", "revoked_by"
    )
    reach = reach_of(standing, _RECORD)
    if reach.whole_school:
        return found
    return found.filter(reach.within("school_class") | Q(student__in=pupils_within(reach, day).values("pk")))


def violation_for(school: School, standing: Standing, pk: int, day: dt.date) -> Violation:
    return get_object_or_404(violations_for(school, standing, day), pk=pk)
