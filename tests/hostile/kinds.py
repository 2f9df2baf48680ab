"""A small school, a file of every kind that it brings in, and each kind's reader up to its plan: nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from awards.exams.score_files import Ranked, rank_files
from awards.exams.verbs import exam_spec
from awards.models import Round
from awards.sheet_files.importer import SHEETS as MONTH_SHEETS
from awards.violations.importer import VIOLATIONS as INCIDENTS
from starrating.cells.findings import Finding, has_errors
from students.imports.importer import GROUPS as GROUP_LISTS, ROSTER as ROSTERS, STAFF_MATRIX
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.flow import AnyImporter
from students.imports.pipeline.importer import look
from students.models import School, SchoolClass, Student, User
from tests.awards.month_files import STARS, rows_of
from tests.factories import make_administrator, make_class, make_homeroom, make_school, make_student, make_term, moment
from tests.hostile.making.content import HEADER, PUPILS, Grid

TODAY = dt.date(2025, 10, 30)
FIRST_DAY = dt.date(2025, 9, 1)
HELD = dt.date(2025, 10, 17)
CLASSES = ("七年级(1)班", "七年级(2)班")
ROSTER, STAFF, GROUPS, SHEETS, EXAM, VIOLATIONS = "roster", "staff", "groups", "sheets", "exam", "violations"


@dataclass(frozen=True)
class Outcome:
    """What a plan would write, in rows (of an exam: first places), and what it found."""

    accepted: int
    findings: Sequence[Finding]


Read = Callable[[str, bytes], Outcome]


@dataclass(frozen=True)
class Pupils:
    """Two classes of five with their pupils, numbers 20250201 and on."""

    school: School
    administrator: User
    classes: tuple[SchoolClass, SchoolClass]
    students: tuple[Student, ...]


def make_pupils() -> Pupils:
    school = make_school()
    make_term(school)
    first, second = make_class(school, 1), make_class(school, 2)
    make_homeroom(first, "李岚")
    names = ("赵安然", "钱博文", "孙晨曦", "李丹青", "周恩泽", "吴芳菲", "郑国栋", "王海燕", "冯佳音", "陈可欣")
    students = tuple(
        make_student(first if at < 5 else second, name, seat=at % 5 + 1, number=f"202502{at + 1:02}")
        for at, name in enumerate(names)
    )
    return Pupils(school, make_administrator(school), (first, second), students)


def grids(pupils: Pupils) -> dict[str, Grid]:
    """A sound file of each kind as rows; the month sheet is of the first class."""
    known = [(one.number, one.name, CLASSES[at // 5]) for at, one in enumerate(pupils.students)]
    names = [one.name for one in pupils.students[:5]]
    winners = {star: "、".join(names[at % 5 :][: 1 + at % 2]) for at, star in enumerate(STARS)}
    groups = [
        (cls, number, name, str(at // 3 + 1), "是" if at % 3 == 0 else "", "")
        for at, (number, name, cls) in enumerate(known)
    ]
    return {
        ROSTER: [HEADER, *PUPILS, *((number, name, "女", cls, "9", "2") for number, name, cls in known[:4])],
        STAFF: [
            ("班级", "班主任", "语文", "数学", "英语"),
            (CLASSES[0], "李岚", "李岚", "张伟", "周敏、吴倩"),
            (CLASSES[1], "郑爽", "李岚", "李静(大)", "李静(小)"),
        ],
        GROUPS: [("班级", "学号", "姓名", "小组", "组长", "班干部"), *groups],
        SHEETS: rows_of(CLASSES[0], winners),  # type: ignore[dict-item]
        EXAM: [
            ("班级", "学号", "姓名", "语文", "数学", "总分"),
            *(
                (cls, number, name, 90.0 + at, 80.5 - 2 * at, 170.5 - at)
                for at, (number, name, cls) in enumerate(known)
            ),
        ],
        VIOLATIONS: [
            ("日期", "班级", "学号", "姓名", "违纪类型", "地点", "情况说明"),
            ("2025-10-21", known[0][2], *known[0][:2], "打架", "操场", "核实属实"),
            ("2025年10月22日", known[6][2], *known[6][:2], "吸烟", "", "核实属实"),
        ],
    }


def shapes(pupils: Pupils) -> dict[str, Grid]:
    """Further sound files, kind: shape, in the shapes that schools have: headers of two rows, tables turned, grids."""
    known = [(one.number, one.name, CLASSES[at // 5]) for at, one in enumerate(pupils.students)]
    two = ("", "", "", "得分", "班次", "得分", "班次")
    return {
        f"{ROSTER}: halves": [
            ("七年级(1)班名册",),
            ("学号", "姓名", "", "学号", "姓名"),
            (*known[0][:2], "", *known[1][:2]),
            ("20259001", "安小禾", "", "20259002", "贝清远"),
            ("全班共4人",),
        ],
        f"{EXAM}: two header rows": [
            ("学号", "姓名", "班级", "语文", "", "数学", ""),
            two,
            ("满分", "", "", 120, "", 120, ""),
            *((*one, 90.0 + at, at + 1, 80.5 - at, at + 1) for at, one in enumerate(known)),
            ("", "平均分", "", 95, "", 75, ""),
        ],
        f"{EXAM}: names and seats": [
            ("班级", "座号", "姓名", "语文", "数学"),
            *((cls, at % 5 + 1, name, 90.0 + at, 80.5 - at) for at, (_number, name, cls) in enumerate(known)),
        ],
        f"{STAFF}: turned": [
            ("学科", "七(1)", "七(2)"), ("班主任", "李岚", "郑爽"),
            ("语文", "李岚老师", "李岚（代）"), ("周课时", 5, 5),
        ],
        f"{STAFF}: a row a teacher": [
            ("教师姓名", "任教学科", "任教班级", "班主任班级"), ("李岚", "语文", "七年级1班、2班", "七年级1班"),
        ],
        f"{SHEETS}: grid": [
            ("七年级(1)班2025年9月评星表",),
            ("学号", "姓名", "文明星", "爱心星"),
            *((*one[:2], "√" if at % 2 else "", "" if at % 2 else "1") for at, one in enumerate(known[:5])),
        ],
        f"{VIOLATIONS}: a week": [
            ("违纪通报（10月20日—10月24日）",),
            ("序号", "日期", "班级", "姓名", "违纪类型", "扣分"),
            (1, "周二", "七(1)", known[0][1], "打架", 5),
            (2, "10.22", "七(2)", f"{known[6][1]}、{known[7][1]}", "吸烟", 5),
        ],
    }  # fmt: skip


def readers(pupils: Pupils) -> Mapping[str, Read]:
    """By kind: a file's name and bytes to what its plan comes to. Whatever the file, none of them may raise."""
    round_ = Round.objects.get(term__school=pupils.school, label="2025-09")
    spec = exam_spec(pupils.school, kind="月考", name="10月月考", held_on=HELD)
    answers = {"starts_on": FIRST_DAY, "round": round_.pk}
    asked = Asked(pupils.school, pupils.administrator, moment(TODAY), answers)
    return {
        ROSTER: _reader(ROSTERS, asked),
        STAFF: _reader(STAFF_MATRIX, asked),
        GROUPS: _reader(GROUP_LISTS, asked),
        SHEETS: _reader(MONTH_SHEETS, asked),
        EXAM: lambda *file: _ranked(rank_files([file], spec)),
        VIOLATIONS: _reader(INCIDENTS, asked),
    }


def _reader(importer: AnyImporter, asked: Asked) -> Read:
    def read(name: str, content: bytes) -> Outcome:
        preview = look(importer, [(name, content)], asked)
        return _found(len(preview.plan.working), preview.findings)

    return read


def _ranked(ranked: Ranked) -> Outcome:
    return _found(len(ranked.results.wins), ranked.findings)


def _found(rows: int, findings: Sequence[Finding]) -> Outcome:
    """An error keeps all of it out."""
    return Outcome(0 if has_errors(findings) else rows, findings)
