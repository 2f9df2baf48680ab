"""Facts noted, corrected and removed: by whom, about whom, of which day, and in which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import pytest
import time_machine

from awards.deeds import verbs as deeds
from awards.models import Deed, StarEntry
from starrating.operations.models import AuditEvent
from students.models import Consent, ConsentScope, GradeSettlement
from students.pupils import movements
from tests.awards.deed_factories import DAY, TEXT, Noting, make_deed, make_noting, said
from tests.awards.pupil_factories import CHOOSING, WHEN
from tests.factories import TERM_START, make_class, make_consent, make_homeroom, make_office, make_student
from tests.refusals import refusal as no

pytestmark = pytest.mark.django_db
LATER = WHEN + dt.timedelta(days=1, minutes=1)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(WHEN, tick=False):
        yield


def note(noting: Noting, text: str = TEXT, *, on: dt.date = DAY, pupil: int = 0, at: dt.datetime = WHEN) -> deeds.Noted:
    said_of = said(noting, text, on=on)
    return deeds.note(noting.sheet.school_class, noting.pupils[pupil : pupil + 1], said_of, by=noting.teacher, at=at)


def test_one_sentence_about_several_pupils_is_a_fact_each_and_counts_nothing() -> None:
    noting = make_noting()
    done = deeds.note(noting.sheet.school_class, noting.pupils[:2], said(noting), by=noting.teacher, at=WHEN)
    assert [(row.student, row.item, row.happened_on, row.text) for row in done.made] == [
        (pupil, noting.items[0], DAY, TEXT) for pupil in noting.pupils[:2]
    ]
    assert not StarEntry.objects.exists()
    noting.sheet.refresh_from_db()
    assert noting.sheet.version == make_noting().sheet.version, "the sheet is not touched"
    events = AuditEvent.objects.filter(action="deed.noted")
    assert {event.student_key for event in events} == {pupil.pk for pupil in noting.pupils[:2]}
    assert TEXT not in str(list(events.values())), "the record stays, the sentence leaves"


def test_the_same_fact_noted_twice_stands_once() -> None:
    noting = make_noting()
    assert len(note(noting).made) == 1
    again = note(noting, f"  {TEXT}\n")
    assert (again.made, again.known) == ([], [noting.pupils[0]])
    both = deeds.note(noting.sheet.school_class, noting.pupils[:2], said(noting), by=noting.homeroom, at=WHEN)
    assert [row.student for row in both.made] == [noting.pupils[1]]
    assert Deed.objects.count() == 2


def test_only_who_teaches_the_class_notes_about_its_pupils() -> None:
    noting = make_noting()
    school = noting.sheet.school_class.school
    elsewhere = make_homeroom(make_class(school, 7), "外班")
    for user in (elsewhere, make_office(school), *noting.accounts):
        act = partial(deeds.note, noting.sheet.school_class, noting.pupils[:1], said(noting), by=user, at=WHEN)
        assert no(act) == "role"
    assert len(deeds.note(noting.sheet.school_class, noting.pupils[:1], said(noting), by=noting.homeroom, at=WHEN).made)


def test_a_pupil_notes_about_oneself_only() -> None:
    noting = make_noting()
    done = deeds.note_own(said(noting), by=noting.accounts[0], at=WHEN)
    assert [row.student for row in done.made] == [noting.pupils[0]]
    assert no(lambda: deeds.note_own(said(noting), by=noting.teacher, at=WHEN)) == "role"


@pytest.mark.parametrize(
    "on", [TERM_START - dt.timedelta(days=1), CHOOSING + dt.timedelta(days=1)], ids=["before the term", "to come"]
)
def test_days_lie_within_the_running_term(on: dt.date) -> None:
    noting = make_noting()
    assert no(lambda: note(noting, on=on)) == "day"
    assert no(lambda: deeds.note_own(said(noting, on=on), by=noting.accounts[0], at=WHEN)) == "day"


def test_first_day_and_today_are_within() -> None:
    noting = make_noting()
    for on in (TERM_START, CHOOSING):
        assert len(note(noting, on=on).made) == 1


def test_a_settled_grade_takes_none_and_the_others_go_on() -> None:
    noting = make_noting()
    rows = {"term": noting.sheet.round.term, "ends_on": CHOOSING, "at": WHEN, "by": noting.homeroom}
    GradeSettlement.objects.create(entry_year=2024, **rows)
    (made,) = note(noting).made
    GradeSettlement.objects.create(entry_year=noting.sheet.school_class.entry_year, **rows)
    assert no(lambda: note(noting, "别的")) == "settled"
    assert no(lambda: deeds.note_own(said(noting, "别的"), by=noting.accounts[0], at=WHEN)) == "settled"
    assert no(lambda: deeds.correct(made, said(noting, "别的"), by=noting.teacher, at=WHEN)) == "settled"


def test_who_was_not_in_the_class_that_day_is_refused() -> None:
    noting = make_noting()
    late = make_student(noting.sheet.school_class, "新来的", starts_on=CHOOSING)
    make_consent(late, ConsentScope.PROCESSING)
    other = make_student(make_class(late.school, 8), "邻班的")
    for pupil in (late, other):
        act = partial(deeds.note, noting.sheet.school_class, [pupil], said(noting), by=noting.teacher, at=WHEN)
        assert no(act) == "not_enrolled"
    today = said(noting, on=CHOOSING)
    assert deeds.note(noting.sheet.school_class, [late], today, by=noting.teacher, at=WHEN).made
    assert no(lambda: deeds.note(noting.sheet.school_class, [], said(noting), by=noting.teacher, at=WHEN)) == "nobody"


def test_who_has_moved_keeps_the_facts_and_gets_new_ones_in_the_new_class() -> None:
    noting = make_noting()
    note(noting)
    pupil, other = noting.pupils[0], make_class(noting.sheet.school_class.school, 8)
    teacher = make_homeroom(other, "新班主任")
    movements.change_class(pupil, other, on=CHOOSING, by=make_office(pupil.school), at=WHEN)
    assert no(lambda: note(noting, on=CHOOSING)) == "not_enrolled"
    assert deeds.note(other, [pupil], said(noting, on=CHOOSING), by=teacher, at=WHEN).made
    assert Deed.objects.filter(student=pupil).count() == 2


def test_without_consent_to_processing_nothing_is_noted() -> None:
    noting = make_noting(agreed=False)
    make_consent(noting.pupils[0], ConsentScope.PHOTO)
    assert no(lambda: note(noting)) == "consent"
    assert no(lambda: deeds.note_own(said(noting), by=noting.accounts[0], at=WHEN)) == "consent"
    make_consent(noting.pupils[0], ConsentScope.PROCESSING)
    assert note(noting).made
    both = noting.pupils[:2]
    assert (
        no(lambda: deeds.note(noting.sheet.school_class, both, said(noting), by=noting.teacher, at=WHEN)) == "consent"
    )
    Consent.objects.update(withdrawn_on=CHOOSING)
    assert no(lambda: note(noting, "另一件事")) == "consent"


def test_a_star_of_another_scheme_is_refused() -> None:
    noting, other = make_noting(), make_noting()
    wrong = deeds.Said(other.items[0], DAY, TEXT)
    assert (
        no(lambda: deeds.note(noting.sheet.school_class, noting.pupils[:1], wrong, by=noting.teacher, at=WHEN))
        == "no_item"
    )


@pytest.mark.parametrize(
    ("text", "code"), [(" \n\u200b ", "text"), ("长" * 201, "long"), ("倒\u202e写", "hostile"), ("有\x00空", "hostile")]
)
def test_a_sentence_that_is_empty_too_long_or_hostile(text: str, code: str) -> None:
    noting = make_noting()
    assert no(lambda: note(noting, text)) == code
    deed = make_deed(noting)
    assert no(lambda: deeds.correct(deed, said(noting, text), by=noting.teacher, at=WHEN)) == code


def test_markup_is_text_and_a_line_break_is_a_blank() -> None:
    noting = make_noting()
    (made,) = note(noting, "<script>alert(1)</script>\n第二行").made
    assert made.text == "<script>alert(1)</script> 第二行"
    assert len(note(noting, "长" * 200).made) == 1


def test_the_noter_corrects_and_removes_within_a_day() -> None:
    noting = make_noting()
    (made,) = note(noting).made
    done = deeds.correct(
        made, said(noting, "改好的", on=CHOOSING, item=1), by=noting.teacher, at=WHEN + deeds.MENDED_WITHIN
    )
    assert (done.text, done.happened_on, done.item) == ("改好的", CHOOSING, noting.items[1])
    event = AuditEvent.objects.get(action="deed.corrected")
    assert (event.old, event.new) == (
        {"star": noting.items[0].code, "on": DAY.isoformat()},
        {"star": noting.items[1].code, "on": CHOOSING.isoformat()},
    )
    assert no(lambda: deeds.correct(made, said(noting), by=noting.teacher, at=LATER)) == "day_over"
    assert no(lambda: deeds.remove(made, by=noting.teacher, at=LATER)) == "role"
    deeds.remove(made, by=noting.teacher, at=WHEN)
    assert not Deed.objects.exists()
    assert no(lambda: deeds.remove(made, by=noting.teacher, at=WHEN)) == "gone"


def test_nobody_else_corrects_and_the_homeroom_teacher_removes_any() -> None:
    noting = make_noting()
    (made,) = note(noting).made
    elsewhere = make_homeroom(make_class(noting.sheet.school_class.school, 7), "外班")
    for user in (noting.homeroom, noting.accounts[0], elsewhere):
        assert no(lambda user=user: deeds.correct(made, said(noting, "别的"), by=user, at=WHEN)) == "day_over"  # type: ignore[misc]
    for user in (noting.accounts[0], elsewhere, make_office(made.student.school)):
        assert no(lambda user=user: deeds.remove(made, by=user, at=WHEN)) == "role"  # type: ignore[misc]
    deeds.remove(made, by=noting.homeroom, at=LATER + dt.timedelta(days=20))
    assert not Deed.objects.exists()


def test_a_correction_obeys_what_noting_obeys() -> None:
    noting = make_noting()
    deed, same = make_deed(noting), make_deed(noting, text="第二件")
    assert no(lambda: deeds.correct(deed, said(noting, same.text), by=noting.teacher, at=WHEN)) == "known"
    assert (
        no(lambda: deeds.correct(deed, said(noting, on=TERM_START - dt.timedelta(days=1)), by=noting.teacher, at=WHEN))
        == "day"
    )
    assert deeds.correct(deed, said(noting), by=noting.teacher, at=WHEN).text == TEXT
    assert not AuditEvent.objects.filter(action="deed.corrected").exists(), "nothing was changed"
