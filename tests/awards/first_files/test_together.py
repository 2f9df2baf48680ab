"""A new school's files all at once: told apart, looked at against each other in memory, written whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from awards.first_files.importer import TOGETHER
from awards.first_files.plan import Drop, Part, TogetherPlan
from awards.models import ClassRound, LineState, Nomination, Round
from starrating.operations.models import AuditEvent
from starrating.text import Level
from students.imports.pipeline.importer import Preview
from students.imports.pipeline.plan import RowState
from students.models import ColumnMeaning, Enrolment, FileImport, School, SchoolClass, Staffing, Student, User
from tests.awards.month_files import one_class, rows_of, workbook
from tests.factories import make_administrator, make_class, make_homeroom, make_school, make_student, make_term, moment
from tests.hostile.making.content import HEADER, PUPILS, ROSTER, csv_text, xlsx
from tests.imports import imported, looked_at
from tests.refusals import refused
from tests.students.factories import MATRIX, STAFF_HEADER

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 10, 8))
SECOND = (
    HEADER,
    ("20250201", "何雨欣", "女", "七年级(2)班", "1", "第1组"),
    ("20250202", "孔令仪", "女", "七年级(2)班", "2", ""),
)
EIGHT = (HEADER, ("20240101", "钱多多", "男", "八年级(1)班", "1", "第1组"))
WINNERS = {"文明星": "林晓雯,赵一鸣", "爱心星": "阿依古丽·吐尔逊"}
FILES = {
    "七1.csv": csv_text(ROSTER).encode(),
    "七2.xlsx": xlsx(SECOND),
    "八年级.csv": csv_text(EIGHT).encode(),
    "任课表.csv": csv_text(MATRIX).encode(),
    "9月.xlsx": one_class(WINNERS),
}
TogetherPreview = Preview[Part, TogetherPlan]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def by(school: School) -> User:
    return make_administrator(school)


def look(
    school: School, by: User, *names: str, files: dict[str, bytes] | None = None, **said: object
) -> TogetherPreview:
    every = files or FILES
    return looked_at(TOGETHER, [(name, every[name]) for name in names or every], school, by=by, at=NOW, **said)


def told(preview: TogetherPreview) -> dict[str, str]:
    assert isinstance(preview.source, Drop)
    return {one.name: one.code if not one.waits else "waits" for one in preview.source.told}


def said(preview: TogetherPreview, level: Level) -> list[str]:
    return [str(one.message) for one in preview.findings if one.level is level]


def winners(school: School) -> dict[str, list[str]]:
    rows = Nomination.objects.filter(class_round__school_class__school=school, state=LineState.CHOSEN)
    found: dict[str, list[str]] = {}
    for star, name in rows.order_by("item__order", "place").values_list("item__name", "student__name"):
        found.setdefault(star, []).append(name)
    return found


def test_every_kind_is_told_and_all_is_written_at_once(school: School, by: User) -> None:
    make_term(school)
    preview = look(school, by)
    assert list(told(preview).values()) == ["roster", "roster", "roster", "staff", "sheets"]
    assert not preview.blocked, said(preview, Level.ERROR)
    assert not SchoolClass.objects.exists()
    imported(TOGETHER, preview, by=by)
    assert Student.objects.filter(school=school).count() == 6
    assert Staffing.objects.filter(school_class__school=school).count() == 5
    assert winners(school) == {"文明星": ["林晓雯", "赵一鸣"], "爱心星": ["阿依古丽·吐尔逊"]}
    actions = AuditEvent.objects.filter(action__endswith=".imported").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["roster.imported", "staff.imported", "sheets.imported"]
    # Each kind is on record by itself, to be taken back by itself.
    assert sorted(FileImport.objects.values_list("kind", flat=True)) == ["roster", "sheets", "staff"]
    event = AuditEvent.objects.get(action="roster.imported")
    assert [one["name"] for one in event.new["files"]] == ["七1.csv", "七2.xlsx", "八年级.csv"]


@pytest.mark.parametrize("names", list(permutations(["七1.csv", "任课表.csv", "9月.xlsx"])))
def test_any_order_comes_to_the_same(school: School, by: User, names: tuple[str, ...]) -> None:
    make_term(school)
    preview = look(school, by, *names)
    assert [one.part.code for one in preview.plan.parts] == ["roster", "staff", "sheets"]
    imported(TOGETHER, preview, by=by)
    assert winners(school)["文明星"] == ["林晓雯", "赵一鸣"]
    assert Staffing.objects.filter(school_class__school=school).count() == 5


def test_the_same_again_changes_nothing(school: School, by: User) -> None:
    make_term(school)
    imported(TOGETHER, look(school, by), by=by)
    events = AuditEvent.objects.count()
    again = look(school, by)
    assert not again.blocked
    assert not again.writes
    imported(TOGETHER, again, by=by)
    assert AuditEvent.objects.count() == events


def test_a_preview_only_reads(school: School, by: User) -> None:
    make_term(school)
    with CaptureQueriesContext(connection) as found:
        look(school, by)
    assert [one["sql"] for one in found if not one["sql"].lstrip("(").startswith("SELECT")] == []


def test_what_was_shown_is_what_is_written_part_by_part(school: School, by: User) -> None:
    """Each part is compared with its own preview once those before it are written: keys are new, all else the same."""
    make_term(school)
    old = make_class(school, 1)
    make_homeroom(old, "方静怡")
    mover = make_student(old, "何雨欣", number="20250201", seat=9)
    make_student(old, "周恩泽", number="20250109", seat=10)
    preview = look(
        school,
        by,
        files={
            **FILES,
            "9月.xlsx": workbook(
                {
                    "七年级(1)班": rows_of("七年级(1)班", {**WINNERS, "诚信星": "周恩泽"}),
                    "七年级(2)班": rows_of("七年级(2)班", {"文明星": "孔令仪"}),
                }
            ),
        },
    )
    assert not preview.blocked, said(preview, Level.ERROR)
    imported(TOGETHER, preview, by=by)
    assert winners(school)["诚信星"] == ["周恩泽"]
    assert winners(school)["文明星"] == ["林晓雯", "孔令仪", "赵一鸣"]
    assert Enrolment.objects.get(student=mover, ends_on=None).school_class.number == 2


def test_who_moves_away_by_the_roster_is_no_longer_in_the_class_of_the_sheet(school: School, by: User) -> None:
    make_term(school)
    make_student(make_class(school, 1), "何雨欣", number="20250201", seat=9)
    october = one_class({"文明星": "何雨欣"}, title="第十中学2025年10月班级评星表")
    files = {**FILES, "9月.xlsx": october}
    alone = look(school, by, "9月.xlsx", files=files)
    assert not alone.blocked, said(alone, Level.ERROR)
    both = look(school, by, "七2.xlsx", "9月.xlsx", files=files)
    assert [one for one in said(both, Level.ERROR) if "何雨欣" in one]


def test_a_sheet_without_the_roster_of_its_class_is_refused_with_all_others(school: School, by: User) -> None:
    make_term(school)
    preview = look(school, by, "七2.xlsx", "9月.xlsx")
    assert preview.blocked
    with refused("blocked"):
        imported(TOGETHER, preview, by=by)
    assert not Student.objects.exists()


def test_staff_and_roster_that_do_not_fit_say_so(school: School, by: User) -> None:
    preview = look(school, by, "七1.csv", "八年级.csv", "任课表.csv")
    warnings = said(preview, Level.WARNING)
    assert [one for one in warnings if "neither the roster nor the school" in one and "七年级(2)班" in one]
    assert [one for one in warnings if "without a homeroom teacher" in one and "八年级(1)班" in one]
    assert not [
        one for one in look(school, by, "七1.csv", "七2.xlsx", "任课表.csv").findings if "neither" in str(one.message)
    ]


def test_sheets_wait_for_a_term(school: School, by: User) -> None:
    preview = look(school, by)
    assert told(preview)["9月.xlsx"] == "waits"
    assert not preview.blocked
    assert TOGETHER.aside(preview.source) == {4: True}
    imported(TOGETHER, preview, by=by)
    assert Student.objects.count() == 6
    assert not ClassRound.objects.exists()


def test_sheets_of_a_month_to_come_wait(school: School, by: User) -> None:
    make_term(school)
    files = {"11月.xlsx": one_class(WINNERS, title="第十中学2025年11月班级评星表"), "七1.csv": FILES["七1.csv"]}
    preview = look(school, by, files=files)
    assert told(preview) == {"11月.xlsx": "waits", "七1.csv": "roster"}
    assert [one for one in said(preview, Level.WARNING) if "has not begun" in one]


def test_two_months_are_two_parts(school: School, by: User) -> None:
    make_term(school)
    files = {**FILES, "10月.xlsx": one_class({"文明星": "林晓雯"}, title="第十中学2025年10月班级评星表")}
    preview = look(school, by, files=files)
    assert [one.part.code for one in preview.plan.parts] == ["roster", "staff", "sheets", "sheets"]
    imported(TOGETHER, preview, by=by)
    assert set(ClassRound.objects.values_list("round__label", flat=True)) == {"2025-09", "2025-10"}


OTHERS = {
    "通知.pdf": b"%PDF-1.7",
    "说明.txt": "各位老师：请按时填写".encode(),
    "成绩.csv": "学号,姓名,语文,数学\r\n1,林晓雯,98,99\r\n".encode(),
    "小组.csv": "班级,姓名,小组,组长\r\n七1,林晓雯,1,是\r\n".encode(),
    "违纪.csv": "日期,班级,姓名,违纪类型\r\n2025-09-03,七1,林晓雯,打架\r\n".encode(),
}


def test_what_is_something_else_is_named_and_blocks_nothing(school: School, by: User) -> None:
    make_term(school)
    preview = look(school, by, files={**OTHERS, "七1.csv": FILES["七1.csv"]})
    assert told(preview) == {**dict.fromkeys(OTHERS, ""), "七1.csv": "roster"}
    assert not preview.blocked
    warned = {one.place.file: str(one.message) for one in preview.findings if one.level is Level.WARNING}
    assert "PDF" in warned["通知.pdf"]
    assert "学号、姓名" in warned["说明.txt"]
    assert "scores" in warned["成绩.csv"]
    assert "groups" in warned["小组.csv"]
    assert "violations" in warned["违纪.csv"]
    assert set(TOGETHER.aside(preview.source)) == set(range(5))


def test_an_unclear_file_is_left_out_until_somebody_says_what_it_is(school: School, by: User) -> None:
    files = {"名单.csv": "编号,姓名,班级\r\n20250101,林晓雯,七年级(1)班\r\n".encode(), "七2.xlsx": FILES["七2.xlsx"]}
    preview = look(school, by, files=files)
    assert told(preview) == {"名单.csv": "", "七2.xlsx": "roster"}
    assert not preview.blocked
    answered = look(school, by, files=files, kind=["0=roster", "1=roster"], column=["roster:编号=学号"])
    assert not answered.blocked, said(answered, Level.ERROR)
    assert answered.plan.counts[RowState.NEW] == 3


def test_a_file_that_cannot_be_read_blocks_until_it_is_left_out(school: School, by: User) -> None:
    files = {"七1.csv": FILES["七1.csv"], "七2.xlsx": FILES["七2.xlsx"][:300]}
    assert look(school, by, files=files).blocked
    assert not look(school, by, files=files, kind=["0=roster", "1="]).blocked


def test_only_what_is_offered_can_be_answered(school: School, by: User) -> None:
    make_term(school)
    other = make_school()
    foreign = Round.objects.filter(term=make_term(other)).first()
    assert foreign is not None
    for answer in (f"4=sheets:{foreign.pk}", "4=sheets", "4=groups", "99=roster", "x=roster", "²=roster"):
        assert told(look(school, by, kind=[answer]))["9月.xlsx"] == "sheets"


def test_columns_are_remembered_by_kind_and_hold_for_the_drop(school: School, by: User) -> None:
    grid = (("编码", *HEADER[1:]), *PUPILS)
    files = {"七1.csv": csv_text(grid).encode(), "任课表.csv": FILES["任课表.csv"]}
    ColumnMeaning.objects.create(
        school=school,
        kind="roster",
        header="编码",
        shown="编码",
        field="学号",
        said_by=by,
        said_on=timezone.localdate(),
    )
    preview = look(school, by, files=files, kind=["0=roster"])
    assert not preview.blocked, said(preview, Level.ERROR)
    assert TOGETHER.by_kind({"roster:编码": "学号", "staff:心理课": "学科", "other:x": "y", "x": "y"}) == {
        "roster": {"编码": "学号"},
        "staff": {"心理课": "学科"},
    }


def test_the_ground_changed_since_the_preview(school: School, by: User) -> None:
    preview = look(school, by, "七1.csv", "任课表.csv")
    make_student(make_class(school, 1), "林晓雯", number="20250101")
    with refused("stale"):
        imported(TOGETHER, preview, by=by)
    assert Student.objects.count() == 1


def test_a_fault_in_the_last_part_takes_everything_back(
    school: School, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_term(school)
    preview = look(school, by)
    monkeypatch.setattr("awards.sheets.entering.save_lines", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        imported(TOGETHER, preview, by=by)
    assert not Student.objects.exists()
    assert not Staffing.objects.exists()


def test_the_matrix_names_homeroom_teachers_that_the_sheets_have(school: School, by: User) -> None:
    make_term(school)
    files = {**FILES, "任课表.csv": csv_text((STAFF_HEADER, ("七年级(1)班", "李岚", "", ""))).encode()}
    imported(TOGETHER, look(school, by, files=files), by=by)
    sheet = ClassRound.objects.get(school_class__number=1, school_class__entry_year=2025)
    assert any("李岚" in one for one in sheet.held_steps.values_list("participants", flat=True))
