"""The fault table for lists of violations, staff matrices and groups."""

from __future__ import annotations

from tests.hostile.exam_cases import EXAMS
from tests.hostile.kinds import GROUPS, STAFF, VIOLATIONS
from tests.hostile.making.content import Expected
from tests.hostile.making.faults import (
    KindCase,
    added,
    again,
    as_text,
    as_workbook,
    both,
    column,
    finished,
    nothing,
    put,
    real_date,
    same,
    turned,
    without,
)

HEADER_AT, NOT_CALCULATED, UTF8 = "was read as the header", "never calculated", "Read as UTF-8"

DAYS = {
    "2025-10-21": "",
    "2025.10.21": "",
    "2025年10月21日": "",
    "20251021": "",
    "2025/10/21": "",
    "二〇二五年十月二十一日": "",
}
NO_DAYS = {"10/21/25": "unclear", "十月底": "not a date", "2025-02-30": "does not exist", "": "is missing"}
FACTS, GROUND, NAME = (2, 7), (2, 5), (2, 4)

VIOLATION_FILES = (
    KindCase(1, VIOLATIONS, "gb18030", same, Expected(2, notes=("Read as GB",)), as_text("gb18030"), "违纪.csv"),
    as_workbook(6, VIOLATIONS, "nul", put(FACTS, "核实\x00属实"), Expected(errors=("NUL character",))),
    as_workbook(7, VIOLATIONS, "long", put(FACTS, "属" * 1001), Expected(errors=("more than 1,000",))),
    as_workbook(9, VIOLATIONS, "turned", turned, Expected(2)),
    as_workbook(11, VIOLATIONS, "no_days", without(1), Expected(errors=("Required columns are missing: 日期",))),
    as_workbook(
        12, VIOLATIONS, "unknown_column", column("身份证号", "11010120130101123x"), Expected(2, notes=("身份证号",))
    ),
    as_workbook(
        13, VIOLATIONS, "two_of_a_column", column("姓名", "赵安然"), Expected(errors=("is in several columns",))
    ),
    as_workbook(14, VIOLATIONS, "numbers", put((2, 3), 20250201.0), Expected(2)),
    as_workbook(18, VIOLATIONS, "twice", again(2), Expected(2, warnings=("is in the files twice",))),
    as_workbook(19, VIOLATIONS, "number_of_another", put(NAME, "钱博文"), Expected(errors=("has another name",))),
    as_workbook(23, VIOLATIONS, "bidi", put(FACTS, "核实\u202e属实"), Expected(errors=("reading direction",))),
    as_workbook(23, VIOLATIONS, "zero_width", put(NAME, "赵\u200b安然"), Expected(2, notes=("Zero-width",))),
    as_workbook(
        24, VIOLATIONS, "look_alike", both(put((2, 2), "七年级(l)班"), without(3)), Expected(errors=("names no class",))
    ),
    as_workbook(25, VIOLATIONS, "payload", put(FACTS, "=cmd|' /C calc'!A0"), Expected(2)),
    KindCase(
        25,
        VIOLATIONS,
        "csv_payload",
        put(FACTS, "=cmd|' /C calc'!A0"),
        Expected(errors=(NOT_CALCULATED,), notes=(UTF8,)),
        as_text("utf-8"),
        "违纪.csv",
    ),
    as_workbook(26, VIOLATIONS, "error_value", put(NAME, "#N/A"), Expected(errors=("spreadsheet error",))),
    *(as_workbook(31, VIOLATIONS, f"day_{at}", put((2, 1), text), Expected(2)) for at, text in enumerate(DAYS)),
    *(
        as_workbook(31, VIOLATIONS, f"no_day_{at}", put((2, 1), text), Expected(errors=(said,)))
        for at, (text, said) in enumerate(NO_DAYS.items())
    ),
    as_workbook(31, VIOLATIONS, "serial", put((2, 1), 45951.0), Expected(2, notes=("read as 21 October 2025",))),
    KindCase(
        31,
        VIOLATIONS,
        "serial_of_1904",
        put((2, 1), 44489.0),
        Expected(2, notes=("read as 21 October 2025",)),
        finished(nothing, date_1904=True),
    ),
    KindCase(31, VIOLATIONS, "real_date", same, Expected(2), finished(real_date)),
    as_workbook(
        32, VIOLATIONS, "of_another_school", put((2, 3), "99999999"), Expected(errors=("No pupil of the school",))
    ),
    as_workbook(
        32,
        VIOLATIONS,
        "of_another_class",
        put((2, 2), "七年级(2)班"),
        Expected(2, notes=("the roster's class was taken",)),
    ),
    as_workbook(
        33, VIOLATIONS, "signature", added([], ["审核：", "", "政教处"]), Expected(2, notes=("total, a remark",))
    ),
    as_workbook(34, VIOLATIONS, "only_header", lambda grid: grid[:1], Expected(errors=("nothing below",))),
    as_workbook(30, VIOLATIONS, "no_ground", put(GROUND, "优"), Expected(errors=("none of the scheme's grounds",))),
)

TEACHER = (2, 4)
TASKS = (
    KindCase(2, STAFF, "utf8_mark", same, Expected(7, notes=(UTF8, "not there yet")), as_text("utf-8-sig"), "任课.csv"),
    as_workbook(8, STAFF, "title", added(["任课表"], top=True), Expected(7, notes=(HEADER_AT, "not there yet"))),
    as_workbook(9, STAFF, "turned", turned, Expected(7, notes=("not there yet",))),
    as_workbook(11, STAFF, "no_classes", without(1), Expected(errors=("Required columns are missing: 班级",))),
    as_workbook(
        12, STAFF, "unknown_column", column("家庭住址", "某路1号"), Expected(7, notes=("家庭住址", "not there yet"))
    ),
    as_workbook(13, STAFF, "two_of_a_subject", column("语 文", "李岚"), Expected(errors=("is in several columns",))),
    as_workbook(18, STAFF, "class_twice", again(2), Expected(errors=("more than once",), notes=("not there yet",))),
    as_workbook(21, STAFF, "rare_name", put(TEACHER, "䶮𫖯"), Expected(7, notes=("not there yet",))),
    as_workbook(22, STAFF, "middle_dot", put(TEACHER, "阿依古丽•吐尔逊"), Expected(7, notes=("not there yet",))),
    as_workbook(
        23, STAFF, "bidi", put(TEACHER, "张\u202e伟"), Expected(errors=("reading direction",), notes=("not there yet",))
    ),
    as_workbook(
        24,
        STAFF,
        "look_alike",
        put((2, 1), "七年级(l)班"),
        Expected(errors=("There is no class",), notes=("not there yet",)),
    ),
    as_workbook(25, STAFF, "payload", put(TEACHER, "=1+1"), Expected(6, notes=("not there yet",))),
    as_workbook(
        26,
        STAFF,
        "error_value",
        put(TEACHER, "#REF!"),
        Expected(errors=("spreadsheet error",), notes=("not there yet",)),
    ),
    as_workbook(
        33, STAFF, "signature", added([], ["制表：张伟"]), Expected(7, notes=("total, a remark", "not there yet"))
    ),
    as_workbook(34, STAFF, "only_header", lambda grid: grid[:1], Expected(errors=("nothing below",))),
)

ARRANGEMENTS = (
    as_workbook(9, GROUPS, "turned", turned, Expected(10)),
    as_workbook(13, GROUPS, "two_of_a_column", column("小组", "1"), Expected(errors=("is in several columns",))),
    as_workbook(15, GROUPS, "fullwidth_group", put((2, 4), "第１组"), Expected(10)),
    as_workbook(18, GROUPS, "twice", again(2), Expected(errors=("is in the file more than once", "two leaders"))),
    as_workbook(32, GROUPS, "of_another_school", put((2, 2), "99999999"), Expected(errors=("has no pupil",))),
    as_workbook(28, GROUPS, "odd_mark", put((2, 5), "缺考"), Expected(10, warnings=("Write 是",))),
)

KIND_CASES: tuple[KindCase, ...] = (*EXAMS, *VIOLATION_FILES, *TASKS, *ARRANGEMENTS)
