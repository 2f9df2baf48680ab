"""Two of a class with one name: every paper of the class says which of them it is about."""

from __future__ import annotations

import pytest
import time_machine

from reports.namesakes import seats_of_namesakes
from students.models import Student
from tests.factories import FILING_DAY, make_filed, make_office, moment, pupils_of
from tests.reports.factories import signed_in
from tests.reports.papers.reading import pages_of, text_of

pytestmark = pytest.mark.django_db


def test_who_shares_a_name_in_the_class_has_a_seat() -> None:
    places = [(1, 10, "王芳", 3), (1, 11, "王芳", 4), (1, 12, "李可", 5), (2, 13, "王芳", 3), (1, 14, "王芳", None)]
    assert seats_of_namesakes(places) == {10: 3, 11: 4}


def test_papers_of_a_class_tell_namesakes_apart() -> None:
    sheet = make_filed()
    pupils = pupils_of(sheet)
    # The first is on the sheet, the last is not: the class is asked, not the sheet.
    Student.objects.filter(pk__in=[pupils[0].pk, pupils[-1].pk]).update(name="王芳")
    first, last = (f"王芳（{pupil.enrolments.get().seat}号）" for pupil in (pupils[0], pupils[-1]))
    client = signed_in(make_office(sheet.school_class.school))
    with time_machine.travel(moment(FILING_DAY), tick=False):
        front = pages_of(client.get(f"/papers/sheets/{sheet.pk}/filled/").content)[0]
        notice = text_of(client.get(f"/papers/notices/class/{sheet.pk}/").content)
        term = sheet.round.term_id
        pages = text_of(client.get(f"/papers/{term}/classes/{sheet.school_class_id}/pages/").content)
        consents = text_of(client.get(f"/papers/classes/{sheet.school_class_id}/consents/").content)
    for text, named in ((front, [first]), (notice, [first]), (pages, [first, last]), (consents, [first, last])):
        assert all(name in text for name in named)
        assert text.count("王芳") == text.count("王芳（")
