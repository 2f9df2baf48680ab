"""Further spellings of what is in the folders' files: header words, class namings, marks, days, statistics, layouts."""

# ruff: noqa: E501 - a shape is a line, which reads as a row of a table
# fmt: off

from __future__ import annotations

from tests.wild.rosters import FIRST, HEAD, NEW, Shape
from tests.wild.tables import MARKS, NUMBERS, TOTALS, WINNERS
from tests.wild.world import ONE, PUPILS, TWO
from tests.wild.writing import Rows, Value, book

_PUPIL = ("20259001", "安小禾", ONE)


def _roster(what: str, rows: Rows, told: frozenset[str] = FIRST, **more: object) -> Shape:
    return Shape(1, f"roster, {what}", "名册.xlsx", book(rows), told, **more)  # type: ignore[arg-type]


def _classes(what: str, one: tuple[str, ...], other: tuple[str, ...], *heads: str) -> Shape:
    lines = [("20259001", "安小禾", *one), ("20259002", "贝清远", *other)]
    return _roster(what, [("学号", "姓名", *heads), *lines], NEW)


ROSTERS = (
    *(_roster(f"a number called {head}", [(head, *HEAD[1:]), _PUPIL]) for head in (
        "学生代码", "学生编码", "学号/考号", "注册学号", "学生唯一编号", "个人编码", "校园卡号", "教育ID号")),
    *(_roster(f"a name called {head}", [("学号", head, "班级"), _PUPIL]) for head in ("学生名字", "真实姓名", "户籍姓名", "Name", "Student Name")),
    *(_roster(f"a class called {head}", [("学号", "姓名", head), _PUPIL]) for head in (
        "班级名", "班级全称", "所在行政班", "年级班", "现读班级", "分班", "所分班级", "新班级", "编班", "学生班级", "年级、班级", "Class")),
    _roster("a class, its code and its number", [("学号", "姓名", "班级编号", "班号", "班级名称"), ("20259001", "安小禾", "2025010101", "01", ONE)]),
    _roster("the class of before", [("学号", "姓名", "小学班级", "初中班级"), ("20259001", "安小禾", "六(3)班", ONE)]),
    *(_classes(f"{grade} and 1", (grade, "1"), (grade, "01"), "年级", "班级") for grade in ("7", "七", "2025", "2025年", "初中一年级")),
    _classes("a year of entry", ("2025", "1"), ("2025", "(1)班"), "入学年份", "班级"),
    _classes("a year of entry called 级", ("2025级", "1"), ("2025级", "1班"), "级", "班"),
    _classes("a bracketed grade", ("(七)1班",), ("（七）(1)班",), "班级"),
    _classes("in English", ("Grade 7 Class 1",), ("G7C1",), "Class"),
    *(_roster(f"born {born}", [(*HEAD, "出生日期"), (*_PUPIL, born)], says=says) for born, says in (
        ("二〇一四年三月五日", ""), ("二○一四年十月二十九日", ""), ("二零一四年三月五号", ""), ("二0一四年三月五日", ""), ("二○一四年三月", "without its day"), ("二〇一四年十三月一日", "does not exist"))),
)

_LEFT = frozenset({f"20259001 {ONE} conflict"})
ROSTERS += (
    *(_roster(f"{head} {said}", [(*HEAD, head), (*_PUPIL, said)], _LEFT, says="not at the school") for head, said in (
        ("是否离校", "是"), ("是否转出", "√"), ("离校日期", "2025-10-08"), ("转出日期", "20251008"))),
    *(_roster(f"{head} {said}", [(*HEAD, head), (*_PUPIL, said)], _LEFT, says=said) for head, said in (
        ("去向", "转出"), ("变动类型", "休学"), ("学籍状态", "停学"), ("状态", "未报到"), ("学籍状态", "非在籍"))),
    *(_roster(f"{head} {said}", [(*HEAD, head), (*_PUPIL, said)]) for head, said in (("是否离校", "否"), ("离校日期", ""), ("去向", "本校"), ("变动类型", "转入"))),
    _roster("born in years to come", [(*HEAD, "出生日期"), (*_PUPIL, "2041-03-05")], says="still to come"),
    Shape(1, "roster, parents below two headers", "名册.xlsx", book([(*HEAD, "家长1", "", "家长2", ""), ("", "", "", "姓名", "电话", "姓名", "电话"), (*_PUPIL, "安父", "13900000001", "贝母", "13900000002")], merged=("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1")), FIRST),
)


def _lines(spread: int = 1, *, total: bool = False) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for at, marks in enumerate(MARKS):
        wide = [value for mark in marks for value in (mark, *(at + 1 for _ in range(spread - 1)))]
        rows.append([NUMBERS[at], PUPILS[at], *wide, *((TOTALS[at],) if total else ())])
    return rows


_SUBJECTS = ("语文", "数学", "英语")


def _exam(folder: int, what: str, rows: Rows, told: frozenset[str] = WINNERS, **more: object) -> Shape:
    merged: tuple[str, ...] = more.pop("merged", ())  # type: ignore[assignment]
    return Shape(folder, f"exam, {what}", f"{ONE}成绩.xlsx", book(rows, merged=merged), told, kind="exam", **more)  # type: ignore[arg-type]


_OVER = ("学号", "姓名", "分数", "", "", "班级名次", "", "")
_PLAIN: Rows = (("学号", "姓名", *_SUBJECTS), *_lines())
EXAMS = (
    *(_exam(20, " ".join(ends), [("学号", "姓名", *(f"{one}{end}" for one in _SUBJECTS for end in ends)), *_lines(3)]) for ends in (
        ("分", "班次", "年次"), ("实考分", "班位", "段位"), ("原始", "班排", "等级"), ("得分", "得分率", "班次"), ("分数", "满分", "班次"), ("(分)", "(班排)", "(级排)"), ("", "(名次)", "(等级)"))),
    _exam(20, "a rank in brackets and no mark", [("学号", "姓名", "语文(名次)"), ("20250102", "周彤晨", 1), ("20250103", "杜舒瑶", 2)], frozenset(), blocked=True),
    *(_exam(21, f"one row over the subjects, {what}", [_OVER, ("", "", *_SUBJECTS, *_SUBJECTS), *([*line, 1, 1, 1] for line in _lines())], merged=merged) for what, merged in (
        ("merged", ("A1:A2", "B1:B2", "C1:E1", "F1:H1")), ("not merged", ()))),
    _exam(22, "the items of a paper", [("学号", "姓名", "语文", "1", "2.1", "第3题", "第4题(10分)", "选择题", "T5"), *([*line[:3], 3, 3, 3, 3, 3, 3] for line in _lines())], frozenset({"语文 周彤晨", "总分 周彤晨"})),
    _exam(22, "marks and what was made of them", [("语文成绩",), ("学号", "姓名", "原始分", "赋分"), *([*line[:3], line[2]] for line in _lines())], frozenset({"语文 周彤晨", "总分 周彤晨"})),
    *(_exam(23, word, [("学号", "姓名", "语文", "数学"), ("20250102", "周彤晨", word, 91), ("20250103", "杜舒瑶", 100, 90)], frozenset({"语文 杜舒瑶", "数学 周彤晨", "总分 杜舒瑶"}), says="how often") for word in ("缺勤", "ABS", "absent", "外出", "转学", "集训")),
    *(_exam(24, " ".join(heads), [heads, *_lines(total=True)]) for heads in (
        ("Student ID", "Name", "Chinese", "Math", "English", "Total"), ("考生学号", "学生姓名", "语文成绩", "数学成绩", "英语成绩", "考试总分"))),
    *(_exam(26, " ".join(map(str, row)), [*_PLAIN, [*row, 104, 115, 94]]) for row in (
        ("班平均", ""), ("优良率", ""), ("高分人数", ""), ("过关率", ""), ("一分两率", ""), ("120分以上", ""), ("最大值", ""), ("人平", ""), ("", "年级第一"), (ONE, "平均"), (1, "平均分"), ("1班", "均分"))),
    _exam(26, "full marks by another name", [_PLAIN[0], ("", "卷面总分", 120, 120, 120), *_PLAIN[1:]], says="row of full marks"),
    *(_exam(28, " ".join(heads), [("学号", "姓名", *heads), *_lines()]) for heads in (("语文/满分120", "数学满分120", "英语（满分：120分）"),)),
)

_STAFF = frozenset({f"{ONE} 语文 孙静娟"})


def _staff(what: str, rows: Rows, told: frozenset[str] = _STAFF, **more: object) -> Shape:
    merged: tuple[str, ...] = more.pop("merged", ())  # type: ignore[assignment]
    return Shape(30, f"staff, {what}", "任课表.xlsx", book(rows, merged=merged), told, kind="staff", **more)  # type: ignore[arg-type]


_BOTH = frozenset({f"{ONE} 语文 孙静娟", f"{TWO} 语文 孙静娟"})
STAFF = (
    *(_staff(f"a corner {head}", [(head, "语文", "数学"), (ONE, "孙静娟", "董军")], _STAFF | {f"{ONE} 数学 董军"}) for head in ("班级/学科", "学科\\班级", "班级学科", "任教班级")),
    *(_staff(f"hours behind {head}", [("班级", head), (ONE, "孙静娟")]) for head in ("语文（5节）", "语文/5", "语文(周5节)", "语文5节")),
    *(_staff(typed, [("班级", "语文"), (ONE, typed)]) for typed in (
        "代：孙静娟", "孙静娟/代", "主：孙静娟", "孙静娟(级长)", "孙静娟（高级教师）", "孙静娟(借用)")),
    *(_staff(f"{typed} is nobody", [("班级", "语文", "数学"), (ONE, typed, "董军")], frozenset({f"{ONE} 数学 董军"})) for typed in ("待聘", "外聘1", "新教师", "缺编", "自习", "未排", "无人", "同上")),
    *(_staff(f"{typed} is a question", [("班级", "语文"), (ONE, typed)], frozenset({f"{ONE} 语文 {typed}"}), says="Nobody is called") for typed in ("孙老师", "静娟", "孙静娟或董军", "孙静娟→董军", "孙静娟(前8周)董军(后8周)")),
    *(_staff(f"{typed} below a name", [("班级", "语文"), (ONE, "孙静娟"), (TWO, typed)], _BOTH) for typed in ("同上", "〃", "″")),
    _staff("a teacher over several rows", [("教师", "学科", "班级"), ("孙静娟", "语文", ONE), ("", "语文", TWO)], _BOTH, merged=("A2:A3",)),
    _staff("a teacher's grade", [("教师", "任教年级", "学科", "班级"), ("孙静娟", "七年级", "语文", "1、2")], _BOTH),
    _staff("a row a task", [("年级", "班级", "学科", "任课教师"), ("七", "1班", "语文", "孙静娟"), (7, 2, "语文", "孙静娟")], _BOTH),
    _staff("of which class a teacher has the home room", [("教师", "学科", "任教班级", "是否班主任"), ("孙静娟", "语文", "七(1)(2)", "2班")], _BOTH | {f"{TWO} 班主任 孙静娟"}),
    _staff("two grades over their classes", [("学科", "七年级", "", "八年级"), ("", "1班", "2班", "1班"), ("语文", "孙静娟", "孙静娟", "董军")], _BOTH | {"八年级(1)班 语文 董军"}, merged=("A1:A2", "B1:C1")),
)

_FOUGHT = "2025-11-18 20250103 打架"


def _incident(what: str, rows: Rows, told: frozenset[str] = frozenset({_FOUGHT}), **more: object) -> Shape:
    return Shape(40, f"violation, {what}", "违纪.xlsx", book(rows), told, kind="violations", **more)  # type: ignore[arg-type]


_INCIDENT = ("日期", "班级", "姓名", "违纪类型")
VIOLATIONS = (
    *(_incident(f"on {day}", [_INCIDENT, (day, ONE, "杜舒瑶", "打架")]) for day in (
        "二〇二五年十一月十八日", "十一月十八日", "11月18日早读", "11月18日大课间", "11月18日 晚自习", "11月18日（晚）", "2025-11-18 上午8:00-8:40")),
    *(_incident("/".join(heads), [heads, ("11月18日", ONE, "杜舒瑶", "打架")]) for heads in (
        ("检查时间", "班", "姓名", "违纪内容"), ("登记日期", "年级班级", "姓名", "违规类型"), ("通报日期", "班级", "学生", "通报事由"), ("时间", "班级名称", "学生", "扣分项目"), ("日期", "班级", "姓名", "违纪情况"), ("检查日期", "班级", "姓名", "检查情况"))),
    _incident("grade and class as numbers", [("日期", "年级", "班级", "姓名", "违纪类型"), ("11月18日", 7, 1, "杜舒瑶", "打架")]),
    *(_incident(f"{head} {said}", [(*_INCIDENT, head), ("11月18日", ONE, "杜舒瑶", "打架", "属实"), ("11月18日", ONE, "徐彤然", "打架", said)], says="left out") for head, said in (
        ("是否属实", "否"), ("核实情况", "不属实"), ("状态", "已撤销"), ("是否撤销", "是"), ("审核状态", "未审核"))),
    _incident("who has checked", [_INCIDENT, ("11月18日", ONE, "杜舒瑶", "打架"), ("值周教师：甲", "", "", ""), ("检查人签字：", "", "", "")]),
)

_TITLE = f"{ONE}11月评星登记表"
_STARS = frozenset({"文明星 周彤晨", "爱心星 杜舒瑶"})


def _sheet(what: str, rows: Rows, told: frozenset[str] = _STARS, **more: object) -> Shape:
    merged: tuple[str, ...] = more.pop("merged", ())  # type: ignore[assignment]
    return Shape(41, f"sheet, {what}", "评星表.xlsx", book(rows, merged=merged), told, kind="sheets", **more)  # type: ignore[arg-type]


_NAMES = (("文明星", "周彤晨"), ("爱心星", "杜舒瑶"))
SHEETS = (
    *(_sheet(f"marks such as {mark}", [(_TITLE,), ("学号", "姓名", "文明星", "爱心星"), ("20250102", "周彤晨", mark, ""), ("20250103", "杜舒瑶", "", "√")]) for mark in ("对号", "获得", "1.0", "⭕", "TRUE")),
    *(_sheet(f"{one} over marks", [(_TITLE,), ("学号", "姓名", one, other), ("20250102", "周彤晨", "√", ""), ("20250103", "杜舒瑶", "", "√")]) for one, other in (
        ("文明之星", "爱心之星"), ("文明星☆", "爱心星★"), ("文明星(5)", "爱心星（5人）"), ("一、文明星", "二、爱心星"), ("1文明星", "2.爱心星"), ("①文明星", "②爱心星"))),
    *(_sheet(f"{one} before names", [(_TITLE,), ("星名", "获星学生"), (one, "周彤晨"), (other, "杜舒瑶")]) for one, other in (("文明之星", "爱心之星"), ("一、文明星", "二、爱心星"), ("文明星(5人)", "爱心星☆"))),
    *(_sheet("/".join(heads), [(_TITLE,), heads, *_NAMES]) for heads in (
        ("星级", "学生"), ("评选项目", "获奖名单"), ("星种", "获得者"), ("类别", "姓名"), ("称号", "名单"), ("奖项名称", "获星同学"), ("项目名称", "学生姓名（5人）"))),
    _sheet("a name a cell", [(_TITLE,), ("星名", "获星学生"), ("文明星", "周彤晨", "徐彤然"), ("爱心星", "杜舒瑶")], _STARS | {"文明星 徐彤然"}),
    _sheet("counts without a word above", [(_TITLE,), ("星名", "获星学生", ""), ("文明星", "周彤晨", "1人"), ("爱心星", "杜舒瑶", 1)]),
    _sheet("stars side by side", [(_TITLE,), ("星名", "获星学生", "星名", "获星学生"), ("文明星", "周彤晨", "爱心星", "杜舒瑶")]),
    _sheet("a star over several rows", [(_TITLE,), ("星名", "获星学生"), ("文明星", "周彤晨"), ("", "徐彤然"), ("爱心星", "杜舒瑶")], _STARS | {"文明星 徐彤然"}, merged=("A3:A4",)),
    *(_sheet(title, [(title,), ("星名", "获星学生"), *_NAMES]) for title in ("701班十一月份评星", "2025学年第一学期11月七1班评星表", f"{ONE} 2025-11 评星", f"{ONE}202511评星")),
    *(_sheet(title, [(title,), ("星名", "获星学生"), *_NAMES], frozenset(), blocked=True, says="another month") for title in (f"{ONE} 2025-10 评星", f"{ONE}2025.10评星", f"{ONE}202510评星")),
)

GROUPS = tuple(
    Shape(43, f"groups, {head}", "小组.xlsx", book([("班级", "学号", "姓名", head), (ONE, "20250102", "周彤晨", 2), (ONE, "20250103", "杜舒瑶", "第三组")]), frozenset({"20250102 2", "20250103 3"}), kind="groups")
    for head in ("小组名称", "小组编号", "第几组", "组", "所属小组", "合作小组", "分组")
)

SHAPES = (*ROSTERS, *EXAMS, *STAFF, *VIOLATIONS, *SHEETS, *GROUPS)
