"""Exams, staff tables, violations, month sheets and groups in every shape of the folders 20 to 42, with what they come to."""

# ruff: noqa: E501 - a shape is a line, which reads as a row of a table
# fmt: off

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tests.wild.rosters import Shape
from tests.wild.world import ONE, PUPILS, TWO
from tests.wild.writing import Rows, Value, book, formulas, text

NUMBERS = tuple(f"202501{at:02}" for at in range(1, 6))
MARKS: tuple[tuple[Value, ...], ...] = ((110, 120, 100), (115, 118, 99), (98, 105, "-"), (88, "缺考", 77), (109.5, 119, 101))
TOTALS = (330, 332, 203, 165, 329.5)
WINNERS = frozenset({"总分 周彤晨", "语文 周彤晨", "数学 张扬恩", "英语 孙浩梓"})
# Without a number, nobody can tell which 张扬恩 it is: the office says so where it matters.
UNSURE = (WINNERS - {"数学 张扬恩"}) | {"数学 20250101/20250126"}
_SUBJECTS = ("语文", "数学", "英语")


def _lines(*first: tuple[Value, ...], pad: int = 0, total: bool = False, spread: int = 1) -> Rows:
    """The rows of the five pupils: what stands first (by column), their marks, the total; each mark ``spread`` wide."""
    rows: list[list[Value]] = []
    for at, marks in enumerate(MARKS):
        own = [*((TOTALS[at],) if total else ()), *marks]
        wide = [value for mark in own for value in (mark, *(at + 1 for _ in range(spread - 1)))]
        rows.append([*(column[at] for column in first), *wide, *(at + 1 for _ in range(pad))])
    return rows


def _exam(folder: int, what: str, head: Rows, lines: Rows, told: frozenset[str] = WINNERS, *, name: str = f"{ONE}成绩.xlsx", merged: tuple[str, ...] = (), **more: Any) -> Shape:
    return Shape(folder, what, name, book([*head, *lines], merged=merged), told, kind="exam", **more)


_CLASS = (ONE,) * 5
_TICKETS = tuple(f"10{number}" for number in NUMBERS)
_AUXILIARY = tuple(f"2025H000{at}" for at in range(5))
_SEATS = (1, 2, 3, 4, 5)


def _spread(*ends: str, total: bool = False) -> tuple[str, ...]:
    return tuple(f"{name}{end}" for name in (*(("总分",) if total else ()), *_SUBJECTS) for end in ends)


FLAT = (
    _exam(20, "ranks behind each subject", [("准考证号", "姓名", *_spread("得分", "校次", "班次"))], _lines(_TICKETS, PUPILS, spread=3)),
    _exam(20, "only names", [("姓名", *_spread("", "班次", "段次"))], _lines(PUPILS, spread=3), UNSURE),
    _exam(20, "names and classes", [("姓名", "学校", "班级", *_spread("成绩", "班次", "校次"))], _lines(PUPILS, ("某中学",) * 5, _CLASS, spread=3), UNSURE, name="成绩单.xlsx"),
    _exam(20, "names and seats", [("座号", "姓名", *_SUBJECTS)], _lines(_SEATS, PUPILS)),
    _exam(20, "which of two is answered", [("姓名", *_SUBJECTS)], _lines(PUPILS), answers={"cell": [f"{ONE}成绩.xlsx / Sheet1 / A2 张扬恩=20250101"]}),
    _exam(20, "two rows of one name, one told", [("学号", "姓名", *_SUBJECTS)], [*_lines(("", *NUMBERS[1:]), PUPILS), ("20250126", "张扬恩", 1, 1, 1)]),
    _exam(20, "ranks of one name", [("学号", "姓名", *_SUBJECTS, "班次", "校次", "班次", "校次")], _lines(NUMBERS, PUPILS, pad=4)),
    _exam(20, "raw marks beside those given", [("学号", "姓名", "语文得分", "数学得分", "英语得分", "语文原始分")], _lines(NUMBERS, PUPILS, pad=1), says="语文得分"),
    *(
        _exam(21, what, [upper, lower], _lines(NUMBERS, PUPILS, _CLASS, total=True, spread=3), merged=merged)
        for what, upper, lower, merged in (
            ("merged", ("学号", "姓名", "班级", "总分", "", "", "语文", "", "", "数学", "", "", "英语", "", ""), ("", "", "", *("得分", "校次", "班次") * 4),
             ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:I1", "J1:L1", "M1:O1")),
            ("not merged", ("学号", "姓名", "班级", "总分", "", "", "语文", "", "", "数学", "", "", "英语", "", ""), ("", "", "", *("分数", "名次", "等级") * 4), ()),
            ("repeated", ("学号", "姓名", "班级", *("总分",) * 3, *("语文",) * 3, *("数学",) * 3, *("英语",) * 3), ("学号", "姓名", "班级", *("成绩", "班排", "级排") * 4), ()),
        )
    ),
    _exam(21, "under a title", [("七年级11月月考",), ("学号", "姓名", "语文", "", "数学", "", "英语", ""), ("", "", *("得分", "班次") * 3)], _lines(NUMBERS, PUPILS, spread=2), merged=("A1:H1", "C2:D2", "E2:F2", "G2:H2")),
)

_ITEM_SHEETS: Sequence[tuple[str, str, str, Rows, dict[str, Rows]]] = (
    ("the sheet's name", f"{ONE}.xlsx", "语文", [("序号", "姓名", "学号", "考号", "班内学号（座位号）", "得分", "年级排名", "档次")], {"小题分": (("题号", "分值"), ("1", 3))}),
    ("the title", f"{ONE}.xlsx", "Sheet1", [("语文成绩单",), ("序号", "姓名", "学号", "考号", "座号", "成绩", "班级排名", "等级")], {}),
    ("the file's name", f"{ONE}语文.xlsx", "Sheet1", [("序号", "姓名", "学号", "准考证号", "座次", "分数", "班次", "档次")], {"说明": (("缺考记-",),)}),
)
ITEMS = (
    *(
        Shape(22, what, file, book([*head, *((at + 1, name, "-", f"10{NUMBERS[at]}", at + 1, MARKS[at][0], 1, "A") for at, name in enumerate(PUPILS))], sheet=sheet, others=others),
              frozenset({"语文 周彤晨", "总分 周彤晨"}), kind="exam")
        for what, file, sheet, head, others in _ITEM_SHEETS
    ),
)

_TWO: Rows = (("学号", "姓名", "语文", "数学"),)
ABSENT = (
    *(
        _exam(23, str(word), _TWO, [("20250102", "周彤晨", word, 91), ("20250103", "杜舒瑶", 100, 90)], frozenset({"语文 杜舒瑶", "数学 周彤晨", "总分 杜舒瑶"}), says="how often")
        for word in ("-", "缺考", "/", "缺", "Q", "-1", "未考", "缺考0", "作弊", "免", "×", "—", "未扫描", "缺考（病）", "病假", "事假", "缓", "免考", "舞弊", "缺 考", "未参加考试", "请假", "病休", "缺席（公假）", "未到校", "缺考-病", "0(缺考)", "缺考0分", "—缺—", "N/A", "NULL")
    ),
    _exam(23, "nought is a mark", _TWO, [("20250102", "周彤晨", 0, 91), ("20250103", "杜舒瑶", 100, 90)], frozenset({"语文 杜舒瑶", "数学 周彤晨", "总分 杜舒瑶"})),
    *(
        _exam(23, f"{word} is asked", _TWO, [("20250102", "周彤晨", word, 91), ("20250103", "杜舒瑶", 100, 90)], frozenset(), blocked=True, asks=(word,), says="--column")
        for word in ("A", "#N/A", "缺训", "优", "#REF!", "无效", "*")
    ),
    *(
        _exam(23, f"{word} is answered", _TWO, [("20250102", "周彤晨", word, 91), ("20250103", "杜舒瑶", 100, 90)], frozenset({"语文 杜舒瑶", "数学 周彤晨", "总分 杜舒瑶"}), answers={"column": [f"{word}=缺考"]})
        for word in ("A", "#N/A", "缺训")
    ),
    _exam(23, "a column of grades", [(*_TWO[0], "体育")], [("20250102", "周彤晨", 100, 91, "优"), ("20250103", "杜舒瑶", 90, 95, "良")], frozenset({"语文 周彤晨", "数学 杜舒瑶", "总分 周彤晨"}), says="holds grades"),
    _exam(20, "columns that are no marks", [("学号", "姓名", *_SUBJECTS, "联系电话", "排名变化", "与均分差", "班主任")], [(*row, 13900000001, 3, 2.5, 7) for row in _lines(NUMBERS, PUPILS)]),
    *(_exam(24, " ".join(head), [head], _lines(first, PUPILS)) for head, first in (
        (("KSH", "XM", "YW", "SX", "YY"), _TICKETS), (("ZKZH", "XM", "yw", "sx", "yy"), _TICKETS), (("XH", "XM", "YW", "SX", "YY"), NUMBERS))),
    *(_exam(25, f"{head} {named}", [(head, "姓名", "班级", *_SUBJECTS, "参与统计")], _lines(_AUXILIARY, PUPILS, (named,) * 5, pad=1), UNSURE, name="成绩.xlsx") for head, named in (
        ("学籍辅号", "701"), ("考籍号", "七(1)"), ("学籍号", "7.1"), ("教育ID", ONE))),
    _exam(25, "a class as a number", [("学籍辅号", "姓名", "班级", *_SUBJECTS)], _lines(_AUXILIARY, PUPILS, (701,) * 5), UNSURE, name="成绩.xlsx"),
    _exam(25, "7.1 as a number", [("学籍辅号", "姓名", "班级", *_SUBJECTS)], _lines(_AUXILIARY, PUPILS, (7.1,) * 5), UNSURE, name="成绩.xlsx"),
    _exam(25, "7-1 as a day", [("学籍辅号", "姓名", "班级", *_SUBJECTS)], _lines(_AUXILIARY, PUPILS, (dt.date(2025, 7, 1),) * 5), UNSURE, name="成绩.xlsx"),
    _exam(25, "told apart by the group", [("小组", "姓名", "班级", *_SUBJECTS)], _lines(("第三组", "1", "1", "2", "2"), PUPILS, _CLASS), name="成绩.xlsx"),
)

_PLAIN = ("学号", "姓名", *_SUBJECTS, "总分", "名次")
_BODY = [(*row[:5], TOTALS[at], at + 1) for at, row in enumerate(_lines(NUMBERS, PUPILS))]
_STATISTICS: Rows = (("", "平均分", 104.1, 115.5, 94.25), ("", "最高分", 115, 120, 101), ("", "优秀人数", 3, 4, 1), ("", "标准差", 1.2, 3.4, 5.6), ("任课教师", "", "甲", "乙", "丙"))
REMARKS = (
    _exam(26, "below", [_PLAIN], [*_BODY, *_STATISTICS]),
    _exam(26, "full marks above", [_PLAIN, ("满分", "", 120, 120, 120, 360)], _BODY, says="row of full marks"),
    _exam(26, "full marks below", [_PLAIN], [*_BODY, ("", "满分", 120, 120, 120, 360)], says="row of full marks"),
    _exam(26, "above the full mark", [_PLAIN, ("卷面满分", "", 120, 119, 120, 359)], _BODY, frozenset(), blocked=True, says="above the full mark of 119"),
    _exam(26, "how many had full marks", [_PLAIN], [*_BODY, ("满分", "", 0, 1, 0)]),
    _exam(26, "rates and numbers", [_PLAIN], [*_BODY, ("优秀率", "", "50%", "50%", "50%"), ("参考人数", "", 5, 4, 4), ("及格", "", 5, 4, 4)]),
    Shape(27, "a grade that the school has not", "全校成绩.xlsx", book([("学号", "姓名", "班级", *_SUBJECTS), *_lines(NUMBERS, PUPILS, (1,) * 5)], sheet="七年级", others={
        "八年级": (("学号", "姓名", "班级", "语文", "数学"), ("20240336", "吕博", "3", 120, 120))}), WINNERS, kind="exam", says="no class"),
    Shape(27, "a column of grades", "全校成绩.xlsx", book([("年级", "班级", "学号", "姓名", *_SUBJECTS), *_lines(("初一",) * 5, ("1班",) * 5, NUMBERS, PUPILS), ("九年级", "1班", "20230101", "吕博", 149, 149, 149)]), WINNERS, kind="exam"),
    Shape(27, "a grade that it has, and nobody", "全校成绩.xlsx", book([("学号", "姓名", "班级", "语文"), ("20259999", "吕博", 1, 90)], sheet="七年级"), frozenset(), kind="exam", blocked=True),
    Shape(27, "nothing else", "全校成绩.xlsx", book([("学号", "姓名", "班级", "语文"), ("20240336", "吕博", 1, 90)], sheet="八年级"), frozenset(), kind="exam", blocked=True),
)

_THREE = ("学号", "姓名", *_SUBJECTS, "总分")
DECIMALS = (
    _exam(28, "floats", [_THREE], [("20250103", "杜舒瑶", 100.1, 99.2, 88.3, 287.6), ("20250104", "徐彤然", 33.333, 97.15, 90.3, 220.78)], frozenset({"语文 杜舒瑶", "数学 杜舒瑶", "英语 徐彤然", "总分 杜舒瑶"})),
    _exam(28, "thirds", [_THREE], [("20250103", "杜舒瑶", 100 / 3, 99, 88, 220.33), ("20250104", "徐彤然", 33, 97, 90, 220)], frozenset({"语文 杜舒瑶", "数学 杜舒瑶", "英语 徐彤然", "总分 杜舒瑶"})),
    Shape(28, "a total that was never calculated", f"{ONE}.xlsx", formulas([_THREE, ("20250103", "杜舒瑶", 100, 99, 88, "")], "F2", "=SUM(C2:E2)", ""), frozenset({"语文 杜舒瑶", "数学 杜舒瑶", "英语 杜舒瑶", "总分 杜舒瑶"}), kind="exam", says="never calculated"),
    _exam(28, "a total that is wrong", [_THREE], [("20250103", "杜舒瑶", 100, 99, 88, 286)], frozenset(), blocked=True, says="not the sum"),
    _exam(28, "a total that is no number", [_THREE], [("20250103", "杜舒瑶", 100, 99, 88, "见附表")], frozenset({"语文 杜舒瑶", "数学 杜舒瑶", "英语 杜舒瑶", "总分 杜舒瑶"})),
    _exam(28, "one column of marks", [("七年级11月月考语文成绩",), ("学号", "姓名", "成绩", "班级排名")], [("20250103", "杜舒瑶", 100, 1)], frozenset({"语文 杜舒瑶", "总分 杜舒瑶"})),
    *(_exam(28, " ".join(heads), [("学号", "姓名", *heads)], [("20250103", "杜舒瑶", 100, 99, 88, 287)], frozenset({"语文 杜舒瑶", "数学 杜舒瑶", "英语 杜舒瑶", "总分 杜舒瑶"})) for heads in (
        ("语文120", "数学（120分）", "英语/120", "总分360"), ("语", "数", "英", "总"), ("语文(满分120)", "数学成绩", "英语得分", "总成绩"), ("语文-得分", "数学【120】", "英语（A卷）", "总分"), ("1语文", "数学总分", "英语折算", "总计"))),
    _exam(28, "a column of numbers that nobody knows", [("学号", "姓名", *_SUBJECTS, "听力")], [("20250103", "杜舒瑶", 100, 99, 88, 28)], frozenset(), blocked=True, asks=("听力",)),
    _exam(28, "and is left out", [("学号", "姓名", *_SUBJECTS, "听力", "总分")], [("20250103", "杜舒瑶", 100, 99, 88, 28, 287)], frozenset({"语文 杜舒瑶", "数学 杜舒瑶", "英语 杜舒瑶", "总分 杜舒瑶"}), answers={"column": ["听力="]}),
    _exam(29, "plain", [_PLAIN], _BODY),
    _exam(29, "lost digits", [("学号", "姓名", "班级", *_SUBJECTS)], _lines(("2.02501E+07", *NUMBERS[1:]), PUPILS, _CLASS), UNSURE),
    Shape(29, "as text", "成绩.csv", text([("学号", "姓名", "班级", *_SUBJECTS), *_lines(NUMBERS, PUPILS, _CLASS)], encoding="gbk"), WINNERS, kind="exam"),
    _exam(29, "outdated classes", [("学号", "姓名", "班级", *_SUBJECTS)], _lines(NUMBERS, PUPILS, (ONE, TWO, ONE, "八年级(9)班", ONE)), says="the roster's class was taken"),
)

_STAFF = frozenset({f"{ONE} 班主任 孙静娟", f"{ONE} 语文 孙静娟", f"{TWO} 班主任 董军", f"{TWO} 语文 董军"})
_TASKS: Rows = (("孙静娟", "孙静娟"), ("董军", "董军"))


def _staff(folder: int, what: str, rows: Rows, told: frozenset[str] = _STAFF, *, name: str = "任课表.xlsx", merged: tuple[str, ...] = (), **more: Any) -> Shape:
    return Shape(folder, what, name, book(rows, merged=merged), told, kind="staff", **more)


STAFF = (
    *(_staff(30, f"classes as {one}", [("班级", "班主任", "语文"), (one, *_TASKS[0]), (other, *_TASKS[1])]) for one, other in (("701", "702"), (701, 702), ("七1", "七2"), (7.1, 7.2), (dt.date(2025, 7, 1), dt.date(2025, 7, 2)), ("2501班", "2502班"))),
    _staff(30, "numbers below a title", [("七年级任课一览表",), ("班次", "班主任", "语文"), (1, *_TASKS[0]), (2, *_TASKS[1])], merged=("A1:C1",)),
    _staff(30, "a grade over its classes", [("任课教师安排表",), ("年级", "班级", "班主任", "语文"), ("七年级", "1班", "孙静娟老师", "孙静娟"), ("", "2班", "董军", "董军（兼）"), ("周课时", "", "", 5)], merged=("A3:A4",)),
    _staff(30, "a row a subject", [("学科", "七(1)", "七(2)"), ("班主任", "孙静娟", "董军"), ("语文", "孙静娟", "董军"), ("周课时", 5, 5)]),
    _staff(30, "a row a subject, classes as numbers", [("科目", 7.1, 7.2), ("班主任", "孙静娟", "董军"), ("语文", "孙静娟", "董军")]),
    _staff(30, "a row a teacher", [("教师姓名", "任教学科", "任教班级", "是否班主任"), ("孙静娟", "语文", "七年级1班", "是"), ("董军", "语文", "7.2", "是")]),
    _staff(30, "several in a cell", [("班级", "语文", "政治", "体健"), (ONE, "孙静娟/董军", "董军 曹霞丹", "董军\n曹霞丹")], frozenset({f"{ONE} 语文 孙静娟 and 董军", f"{ONE} 政治 董军 and 曹霞丹", f"{ONE} 体健 董军 and 曹霞丹"})),
    *(_staff(31, typed, [("班级", "语文"), (ONE, typed)], frozenset({f"{ONE} 语文 孙静娟"})) for typed in (
        "孙静娟老师", "孙静娟★", "*孙静娟", "孙静娟（代）", "孙静娟(兼)", "孙静娟(新)", "孙静娟[备课组长]", "孙静娟（班主任）", "孙静娟1", "孙静娟、", "孙静娟 老师", "※孙静娟", "孙静娟(5)")),
    _staff(31, "nobody", [("班级", "语文", "校本", "写字"), (ONE, "孙静娟", "（轮流）", "——")], frozenset({f"{ONE} 语文 孙静娟"})),
    _staff(31, "rows of hours", [("班级", "语文"), (ONE, "孙静娟"), ("合计", 5), ("周课时", 5), ("总节数", 5)], frozenset({f"{ONE} 语文 孙静娟"})),
)

_CHECK: Rows = (("第12周违纪情况通报（11月16日—11月22日）",), ("序号", "日期", "班级", "姓名", "违纪类型", "扣分", "检查人"))
_DAY = "2025-11-18 20250103 打架"


def _incidents(what: str, rows: Rows, told: frozenset[str] = frozenset({_DAY}), **more: Any) -> Shape:
    return Shape(40, what, "违纪.xlsx", book(rows, **{key: more.pop(key) for key in ("merged",) if key in more}), told, kind="violations", **more)


_AT = dt.datetime(2025, 11, 18, 10, 25)  # noqa: DTZ001 - a cell knows no zone
_INCIDENT = ("日期", "班级", "学号", "姓名", "违纪类型")
VIOLATIONS = (
    *(_incidents(str(day), [_INCIDENT, (day, ONE, "20250103", "杜舒瑶", "打架")]) for day in (
        "2025-11-18 10:25", "2025/11/18 10:25:00", "11月18日", "11.18", "2025年11月18日上午", "11-18 第三节", _AT, 45979, "2025.11.18", "20251118", "11/18", "2025年11月18日（周二）")),
    _incidents("merged days", [_INCIDENT, (dt.date(2025, 11, 18), ONE, "20250103", "杜舒瑶", "打架"), ("", ONE, "20250104", "徐彤然", "打架")], frozenset({_DAY, "2025-11-18 20250104 打架"}), merged=("A2:A3",)),
    *(_incidents(f"{day} of the week of the title", [*_CHECK, (1, day, "七(1)", "杜舒瑶", "打架", 15, "甲")], frozenset({_DAY})) for day in ("周二", "星期二", "礼拜二上午", "周二 第3节课")),
    _incidents("a week in figures", [("违纪通报 11.17-11.21",), *_CHECK[1:], (1, "周二", "七(1)", "杜舒瑶", "打架", 15, "甲")]),
    _incidents("a week with the year", [("2025年11月17日至21日检查",), *_CHECK[1:], (1, "周二", "七(1)", "杜舒瑶", "打架", 15, "甲")]),
    _incidents("a weekday without a week", [_INCIDENT, ("周二", ONE, "20250103", "杜舒瑶", "打架")], frozenset(), blocked=True),
    _incidents("a grade that the school has not", [*_CHECK, (1, "11月18日", "七(1)", "杜舒瑶", "打架", 15, "甲"), (2, "周五", "八(1)", "某某", "打架", 5, "甲")], frozenset({_DAY}), says="no class"),
    _incidents("several pupils", [_INCIDENT, ("11月18日", ONE, "", "杜舒瑶、徐彤然", "打架斗殴")], frozenset({_DAY, "2025-11-18 20250104 打架"})),
    _incidents("one of two of a name is asked", [_INCIDENT, ("11月18日", ONE, "", "张扬恩", "打架")], frozenset(), blocked=True, asks=("违纪.xlsx / Sheet1 / D2 张扬恩",)),
    _incidents("and is answered", [_INCIDENT, ("11月18日", ONE, "", "张扬恩", "打架")], frozenset({"2025-11-18 20250126 打架"}), answers={"cell": ["违纪.xlsx / Sheet1 / D2 张扬恩=20250126"]}),
    _incidents("an answer that is none of them", [_INCIDENT, ("11月18日", ONE, "", "张扬恩", "打架")], frozenset(), blocked=True, answers={"cell": ["违纪.xlsx / Sheet1 / D2 张扬恩=20250103"]}, says="none of those"),
    _incidents("told apart by the group", [(*_INCIDENT, "小组"), ("11月18日", ONE, "", "张扬恩", "打架", "3组")], frozenset({"2025-11-18 20250126 打架"})),
)

_TITLE = f"{ONE}11月评星登记表"


def _sheet(folder: int, what: str, rows: Rows, told: frozenset[str], *, sheet: str = "Sheet1", **more: Any) -> Shape:
    return Shape(folder, what, "评星表.xlsx", book(rows, sheet=sheet), told, kind="sheets", **more)


SHEETS = (
    _sheet(41, "numbered names and sums", [(_TITLE,), ("星名", "获星学生", "人数"), ("文明星", "周彤晨、杜舒瑶", "2"), ("爱心星", "徐彤然 孙浩梓", "2人"), ("学习星", "①周彤晨②杜舒瑶", 2), ("合计", "", "6人次")],
           frozenset({"文明星 周彤晨", "文明星 杜舒瑶", "爱心星 徐彤然", "爱心星 孙浩梓", "学习星 周彤晨", "学习星 杜舒瑶"})),
    *(_sheet(41, f"marks such as {mark}", [(_TITLE,), ("学号", "姓名", "文明星", "爱心星", "合计"), ("20250102", "周彤晨", mark, "", 1), ("20250103", "杜舒瑶", "", mark, 1)],
             frozenset({"文明星 周彤晨", "爱心星 杜舒瑶"})) for mark in ("√", "1", "★", "是", "✓", 1)),
    _sheet(41, "a column a star", [(_TITLE,), ("文明星", "爱心星"), ("周彤晨", "徐彤然"), ("杜舒瑶", "")], frozenset({"文明星 周彤晨", "文明星 杜舒瑶", "爱心星 徐彤然"})),
    _sheet(41, "marks by seat", [(_TITLE,), ("座号", "姓名", "文明星", "爱心星"), (2, "周彤晨", "√", ""), (3, "杜舒瑶", "", "√")], frozenset({"文明星 周彤晨", "爱心星 杜舒瑶"})),
    *(_sheet(42, title, [(title,), ("星名", "获星学生"), ("文明星", "袁诺文")], frozenset({"文明星 袁诺文"}), sheet=sheet) for title, sheet in (
        ("七年级(2)班 2025年11月评星登记表", "Sheet1"), ("七年级(2)班 2025年11月评星登记表", TWO), ("2025年11月评星表", "七2"), ("初一（2）班十一月评星", "Sheet1"))),
    _sheet(42, "the class beside its label", [("11月评星表",), ("班级", "702"), ("星名", "获星学生"), ("文明星", "袁诺文")], frozenset({"文明星 袁诺文"})),
    _sheet(42, "the class as a number", [("11月评星表",), ("班级", 7.2), ("星名", "获星学生"), ("文明星", "袁诺文")], frozenset({"文明星 袁诺文"})),
    _sheet(42, "another month", [("七年级(2)班10月评星表",), ("星名", "获星学生"), ("文明星", "袁诺文")], frozenset(), blocked=True, says="another month"),
)

_GROUPED = frozenset({"20250102 2", "20250103 3"})
_GROUP_ROWS: Sequence[tuple[str, str, Rows, frozenset[str]]] = (
    ("by class", "小组.xlsx", [("班级", "学号", "姓名", "小组"), (ONE, "20250102", "周彤晨", 2), (ONE, "20250103", "杜舒瑶", "第三组")], _GROUPED),
    ("class in the file's name", f"{ONE}小组.xlsx", [("姓名", "组别"), ("周彤晨", "2组"), ("杜舒瑶", 3)], _GROUPED),
    ("numbers in another writing", "小组.xlsx", [("班级", "学号", "姓名", "小组"), (701, "20250102.0", "周彤晨", 2), (701, "No.20250103", "杜舒瑶", 3)], _GROUPED),
    ("an outdated class", "小组.xlsx", [("班级", "学号", "姓名", "小组"), (TWO, "20250102", "周彤晨", 2), (ONE, "20250103", "杜舒瑶", 3)], _GROUPED),
    ("namesakes by seat", "小组.xlsx", [("班级", "座号", "姓名", "小组"), (ONE, 26, "张扬恩", 2), (ONE, 1, "张扬恩", 3)], frozenset({"20250126 2", "20250101 3"})),
    ("a grade in the title", "小组.xlsx", [("七年级学习小组",), ("班级", "学号", "姓名", "小组"), ("1班", "20250102", "周彤晨", 2), (1, "20250103", "杜舒瑶", 3)], _GROUPED),
)
GROUPS = tuple(Shape(43, f"groups, {what}", name, book(rows), told, kind="groups") for what, name, rows, told in _GROUP_ROWS)

SHAPES = (*FLAT, *ITEMS, *ABSENT, *REMARKS, *DECIMALS, *STAFF, *VIOLATIONS, *SHEETS, *GROUPS)
