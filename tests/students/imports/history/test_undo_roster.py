"""A roster undone: new pupils and classes go where nobody uses them, values where they are still the file's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from awards.sheets.entering import Change, save_lines
from starrating.operations.models import AuditEvent
from students.groups import verbs as groups
from students.imports.history.verbs import take_back
from students.imports.record.runs import KEPT, forget_trails
from students.models import (
    Enrolment,
    FileImport,
    GroupLeader,
    Guardian,
    ImportTrail,
    Movement,
    MovementKind,
    SchoolClass,
    Student,
    StudentGroup,
    TermState,
    User,
)
from students.pupils import movements
from tests.factories import items_of, make_class, make_consent, make_office, make_photo, make_sheet, make_term, moment
from tests.hostile.making.content import HEADER, PUPILS, ROSTER
from tests.refusals import refused
from tests.students.factories import FIRST_DAY, TODAY, import_roster, school_with_administrator
from tests.students.imports.history.factories import LATER, changed, last_run, looked_back, on_record, staying, undone

PARENTS = (("林国强", "13900000001"), ("", "13900000002"), ("", ""))
WITH_PARENTS = [
    (*HEADER, "家长姓名", "家长电话"),
    *((*pupil, *parent) for pupil, parent in zip(PUPILS, PARENTS, strict=True)),
]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def test_what_a_first_roster_brought_goes_whole() -> None:
    school, by = school_with_administrator()
    before = on_record()
    import_roster(school, by, WITH_PARENTS)
    assert last_run().counts == {
        "students.SchoolClass": {"made": 1},
        "students.StudentGroup": {"made": 2},
        "students.Student": {"made": 3},
        "students.Enrolment": {"made": 3},
        "students.Guardian": {"made": 2},
    }
    undo = undone(by)
    assert changed(before) == {}
    assert (len(undo.goes), undo.stays) == (11, [])


def test_the_record_keeps_figures_and_checksums_and_nothing_else_of_the_file() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    digests = last_run().digests
    undone(by)
    run = last_run()
    assert (run.names, run.digests, run.trails.count()) == ("", digests, 0)
    assert (run.taken_back_by, run.taken_back_at, run.reason, run.stayed) == (by, LATER, "选错了文件", 0)
    assert run.figures["new"] == 3
    assert {type(value) for value in run.figures.values()} == {int}
    event = AuditEvent.objects.get(action="import.taken_back")
    assert event.new == {"kind": "roster", "files": digests, "gone": 9, "stayed": 0}
    assert (event.reason, event.actor, event.target_id) == ("选错了文件", by, str(run.pk))


def test_values_come_back_only_where_they_are_still_those_of_the_file() -> None:
    school, by = school_with_administrator()
    import_roster(school, by, [HEADER, ("20250101", "林晓文", "男", "七年级(1)班", "1", "第1组")])
    pupil = Student.objects.get(number="20250101")
    before = on_record()
    import_roster(school, by, ROSTER[:2], renames=frozenset({"20250101"}))
    pupil.refresh_from_db()
    assert (pupil.name, pupil.sex, pupil.initials) == ("林晓雯", "f", "lxw")
    # Somebody corrects the sex meanwhile.
    Student.objects.filter(pk=pupil.pk).update(sex="")
    undo = undone(by)
    pupil.refresh_from_db()
    assert (pupil.name, pupil.sex, pupil.initials) == ("林晓文", "", "lxw")
    assert staying(undo) == {"林晓雯 20250101": "Changed since the import."}
    Student.objects.filter(pk=pupil.pk).update(sex="m")
    assert changed(before) == {}


def test_a_pupil_whose_class_the_file_changed_is_back_in_the_old_one_and_a_movement_says_so() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    make_class(school, 2)
    leads = GroupLeader.objects.create(
        group=StudentGroup.objects.get(number=1), student=Student.objects.get(number="20250101"), starts_on=FIRST_DAY
    )
    before = on_record()
    import_roster(school, by, [HEADER, ("20250101", "林晓雯", "女", "七年级(2)班", "9", "")], today=TODAY)
    leads.refresh_from_db()
    assert leads.ends_on is not None
    assert Enrolment.objects.get(student=leads.student, ends_on=None).school_class.number == 2
    undone(by)
    assert set(changed(before)) == {"students.Movement"}
    first, second = Movement.objects.order_by("pk")
    assert (first.kind, second.kind) == (MovementKind.CHANGE_CLASS, MovementKind.CHANGE_CLASS)
    assert (second.from_class, second.to_class, second.on) == (first.to_class, first.from_class, first.on)
    assert (second.reason, second.by) == ("选错了文件", by)


def test_a_place_put_right_in_place_is_as_before() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    before = on_record()
    import_roster(school, by, [HEADER, ("20250102", "赵一鸣", "男", "七年级(1)班", "7", "第3组")])
    assert Enrolment.objects.get(student__number="20250102", ends_on=None).seat == 7
    undone(by)
    assert changed(before) == {}


def on_a_sheet(pupil: Student, by: User) -> None:
    sheet = make_sheet(pupil.enrolments.get().school_class, pupils=0)
    save_lines(sheet, [Change(pupil.pk, items_of(sheet)[0].pk, wanted=True)], by=by, at=LATER)


def moved_away(pupil: Student, by: User) -> None:
    movements.transfer_out(pupil, on=TODAY, by=by, at=LATER)


def with_a_consent(pupil: Student, _by: User) -> None:
    make_consent(pupil)


def with_a_photo(pupil: Student, by: User) -> None:
    make_photo(pupil, by=by)


def with_an_account(pupil: Student, _by: User) -> None:
    User.objects.create(username="xiaowen", name=pupil.name, school=pupil.school, student=pupil)


def put_in_another_group(pupil: Student, by: User) -> None:
    place = pupil.enrolments.get()
    group = groups.make_group(place.school_class, "飞鹰组", by=by, at=LATER)
    groups.put_in_group(group, [pupil], on=TODAY, by=by, at=LATER)


def renamed(pupil: Student, _by: User) -> None:
    pupil.call("林小雯")
    pupil.save()


USES: dict[Callable[[Student, User], None], str] = {
    on_a_sheet: "In use: nominations.",
    moved_away: "Changed since the import.",
    with_a_consent: "In use: consents.",
    with_a_photo: "In use: photos.",
    with_an_account: "In use: accounts.",
    put_in_another_group: "Changed since the import.",
    renamed: "Changed since the import.",
}


@pytest.mark.parametrize("use", USES)
def test_a_new_pupil_whom_somebody_uses_stays_whole_and_is_named(use: Callable[[Student, User], None]) -> None:
    school, by = school_with_administrator()
    import_roster(school, by, WITH_PARENTS)
    use(Student.objects.get(number="20250101"), by)
    undo = undone(by)
    left = set(Student.objects.values_list("number", flat=True))
    assert "20250101" in left
    assert USES[use] in {item.why for item in undo.stays if "20250101" in item.name}
    assert Guardian.objects.filter(student__number="20250101").count() == 1
    assert Enrolment.objects.filter(student__number="20250101").exists()
    # Their class stays with them, and who is in no use goes.
    assert SchoolClass.objects.count() == 1
    assert left == {"20250101"}


def test_a_later_import_stands_on_an_earlier_one_until_it_is_undone_first() -> None:
    school, by = school_with_administrator()
    before = on_record()
    import_roster(school, by)
    first = last_run()
    import_roster(school, by, [HEADER, ("20250101", "林晓雯", "女", "七年级(1)班", "8", "第1组")])
    second = last_run()
    assert "20250101" in " ".join(staying(looked_back(by, first)))
    undone(by, second)
    undone(by, first)
    assert changed(before) == {}


def test_a_pupil_moved_by_the_file_stays_once_a_name_is_on_a_sheet_of_the_new_class() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    other = make_class(school, 2)
    day = FIRST_DAY + dt.timedelta(days=19)
    import_roster(school, by, [HEADER, ("20250101", "林晓雯", "女", "七年级(2)班", "9", "")], today=day)
    pupil = Student.objects.get(number="20250101")
    sheet = make_sheet(other, pupils=0)
    save_lines(sheet, [Change(pupil.pk, items_of(sheet)[0].pk, wanted=True)], by=by, at=LATER)
    with refused("stands"):
        undone(by)
    assert set(staying(looked_back(by)).values()) == {"The pupil's name is on a sheet of this class."}


def test_who_came_back_by_the_file_is_gone_again() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    pupil = Student.objects.get(number="20250101")
    movements.suspend(pupil, on=FIRST_DAY + dt.timedelta(days=10), reason="病", by=by, at=moment(TODAY))
    before = on_record()
    import_roster(school, by, ROSTER[:2], taken=["20250101"])
    assert Enrolment.objects.filter(student=pupil, ends_on=None).exists()
    undone(by)
    assert set(changed(before)) == {"students.Movement"}
    assert movements.is_suspended(pupil)


def test_no_more_after_thirty_days_nor_once_the_term_is_settled_and_the_trail_goes() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    run = last_run()
    assert looked_back(by, at=run.at + KEPT).goes
    with refused("over"):
        undone(by, at=run.at + KEPT + dt.timedelta(seconds=1))
    assert forget_trails(at=run.at + KEPT) == 0
    term = make_term(school)
    term.state = TermState.SETTLED
    term.save()
    with refused("over"):
        undone(by)
    assert forget_trails(at=LATER) > 0
    assert ImportTrail.objects.count() == 0
    assert FileImport.objects.count() == 1


def test_a_term_of_another_school_settles_nothing_here() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    elsewhere, _by = school_with_administrator()
    term = make_term(elsewhere)
    term.state = TermState.SETTLED
    term.save()
    assert looked_back(by).goes


def test_who_may() -> None:
    school, by = school_with_administrator()
    clerk, colleague = make_office(school), make_office(school, "郑国安")
    import_roster(school, clerk)
    with refused("role"):
        undone(colleague)
    _elsewhere, administrator = school_with_administrator()
    with refused("role"):
        undone(administrator)
    assert looked_back(by).goes
    with refused("reason"):
        undone(clerk, reason="  ")
    undone(clerk)
    with refused("twice"):
        undone(by)


def test_a_preview_from_before_somebody_used_a_row_must_be_looked_at_again() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    seen = looked_back(by)
    make_consent(Student.objects.get(number="20250101"))
    with refused("stale"):
        take_back(last_run(), reason="选错了文件", digest=seen.digest, by=by, at=LATER)
    take_back(last_run(), reason="选错了文件", digest=looked_back(by).digest, by=by, at=LATER)


def test_looking_only_reads_in_as_many_queries_whatever_the_school() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    with CaptureQueriesContext(connection) as few:
        looked_back(by)
    more = [
        (f"2025{number:04}", f"学生{number}", "", f"七年级({number % 9 + 2})班", "", "第1组") for number in range(200)
    ]
    import_roster(school, by, [HEADER, *more])
    with CaptureQueriesContext(connection) as many:
        looked_back(by)
    assert {query["sql"].lstrip("(").split()[0] for query in (*few, *many)} == {"SELECT"}
    assert len(many) <= len(few)
