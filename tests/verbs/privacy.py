"""Rules of data processing, incidents, the yearly file, and what a family may ask for."""

from __future__ import annotations

import datetime as dt
from functools import partial

from reports.children import files as children
from reports.rights.copying import copy_of
from reports.rights.erasing import erase
from students.models import Enrolment, Student, User
from students.privacy import verbs as privacy
from students.privacy.verbs import Happening
from students.pupils.details import Details, correct_details
from tests.factories import make_class, make_student
from tests.students.factories import school_with_administrator
from tests.students.staff_factories import NOW, TODAY
from tests.verbs.calling import Act, calls

LOST = Happening(happened_on=TODAY - dt.timedelta(days=2), known_on=TODAY, text="一份名单遗失。", pupils=46)


@calls(privacy.adopt, "rules.adopted")
def rules_adopted() -> Act:
    school, administrator = school_with_administrator()
    return partial(privacy.adopt, school, "# 告知\n\n只收集评星需要的信息。", by=administrator, at=NOW)


@calls(privacy.note_incident, "incident.noted")
def an_incident_noted() -> Act:
    school, administrator = school_with_administrator()
    return partial(privacy.note_incident, school, LOST, by=administrator, at=NOW)


@calls(privacy.remove_incident, "incident.removed")
def an_incident_removed() -> Act:
    school, administrator = school_with_administrator()
    row = privacy.note_incident(school, LOST, by=administrator, at=NOW)
    return partial(privacy.remove_incident, row, reason="名单找到了", by=administrator, at=NOW)


@calls(children.take, "children.exported")
def the_yearly_file_taken() -> Act:
    school, administrator = school_with_administrator()
    return partial(children.take, school, TODAY.year, "evidence", by=administrator, at=NOW)


def a_leaver() -> tuple[Student, User]:
    school, administrator = school_with_administrator()
    pupil = make_student(make_class(school), "林晓")
    Enrolment.objects.filter(student=pupil).update(ends_on=TODAY - dt.timedelta(days=3))
    return pupil, administrator


@calls(correct_details, "pupil.corrected")
def a_name_corrected() -> Act:
    pupil, administrator = a_leaver()
    right = Details(pupil.number, "林筱")
    return partial(correct_details, pupil, right, reason="名册有误", by=administrator, at=NOW)


@calls(copy_of, "pupil.copied")
def a_copy_given() -> Act:
    pupil, administrator = a_leaver()
    return partial(copy_of, pupil, asked_by="林父", check_address="", by=administrator, at=NOW)


@calls(erase, "pupil.erased")
def a_pupil_erased() -> Act:
    pupil, administrator = a_leaver()
    return partial(erase, pupil, requested_on=TODAY, reason="家长申请", by=administrator, at=NOW)
