"""Workbooks of the fault table whose trouble lies in their headers, rows and values."""

from collections.abc import Callable

from tests.hostile.finishing import dates, formulas, hidden_parts, merged_header, other_sheets, text_errors, title
from tests.hostile.making.content import HEADER, PUPILS, ROSTER, Case, Expected, Grid, Value, changed, xlsx

HEADER_AT = "was read as the header"
IGNORED = "not needed"


def _book(grid: Grid) -> Callable[[], bytes]:
    return lambda: xlsx(grid)


def _case(row: int, name: str, grid: Grid, expected: Expected) -> Case:
    return Case(row, name, "七年级.xlsx", _book(grid), expected)


def _named(row: int, name: str, text: str, warnings: tuple[str, ...] = ()) -> Case:
    return _case(row, name, changed(2, 2, text), Expected(3, warnings=warnings, values={"B2": text}))


def _renamed(*header: str) -> Grid:
    return [list(header), *PUPILS]


def _column(name: str, value: Value) -> Grid:
    return [[*HEADER, name], *([*pupil, value] for pupil in PUPILS)]


def _swapped(grid: Grid) -> Grid:
    return [list(reversed(row)) for row in grid]


NUMERIC: Grid = [HEADER, *((float(p[0]), *p[1:4], float(p[4]), p[5]) for p in PUPILS)]
SCORES = ("98.5 ", "９８．５", "98，5", "98.5分", "98/100", "+98", "1_0", "1e2", "NaN", "Infinity", "٩٨")
STATES = ("缺考", "缓考", "免考", "作弊", "/", "—", "-", "0", "")


def _scores(texts: tuple[str, ...]) -> Grid:
    return [["学号", "姓名", "语文"], *([f"202501{n:02}", f"林晓{n}", text] for n, text in enumerate(texts, 1))]


TABLES = (
    Case(
        8,
        "title_and_two_lines",
        "七年级.xlsx",
        lambda: xlsx((), merged_header),
        Expected(3, notes=(HEADER_AT,), values={"B4": "林晓雯"}),
    ),
    Case(8, "title", "七年级.xlsx", lambda: xlsx([[], *ROSTER], title), Expected(3, notes=(HEADER_AT,))),
    _case(9, "swapped_columns", _swapped(ROSTER), Expected(3, values={"E2": "林晓雯"})),
    _case(10, "synonyms", _renamed("学籍号", "学生姓名", "性 别", "所在班级", "座位号", "组别"), Expected(3)),
    _case(10, "spaced_header", _renamed("学 号", "姓　名", "性别", "班 级", "座号", "小组"), Expected(3)),
    _case(
        10, "two_synonyms", _renamed("学籍号", "姓名", "性别", "班级", "考号", "小组"), Expected(errors=("could be",))
    ),
    _case(
        10,
        "synonym_beside_primary",
        _renamed("学号", "姓名", "性别", "班级", "学籍号", "小组"),
        Expected(3, warnings=("was used",)),
    ),
    _case(
        11,
        "missing_columns",
        [row[2:] for row in ROSTER],
        Expected(errors=("Required columns are missing: 学号 and 姓名",)),
    ),
    _case(11, "no_header", PUPILS, Expected(errors=("No header row",))),
    _case(12, "unknown_columns", _column("家庭住址", "某市某区某路1号"), Expected(3, notes=("家庭住址",))),
    _case(13, "duplicate_header", _column("姓 名", "林"), Expected(errors=("B and G",))),
    _case(14, "numbers", NUMERIC, Expected(3, values={"A2": "20250101", "E4": "3"})),
    _case(14, "leading_zeros_as_text", changed(2, 1, "0012"), Expected(3, values={"A2": "0012"})),
    _case(
        15,
        "fullwidth_digits",
        changed(2, 1, "２０２５０１０１"),
        Expected(3, notes=("Full-width",), values={"A2": "20250101"}),
    ),
    _case(15, "fullwidth_letters_in_a_name", changed(2, 2, "林Ａ"), Expected(3, values={"B2": "林Ａ"})),
    _case(16, "destroyed_number", changed(2, 1, 110101201301011234.0), Expected(3, errors=("Excel has destroyed",))),
    _case(16, "scientific_text", changed(2, 1, "1.10101E+17"), Expected(3, errors=("Excel has destroyed",))),
    _case(17, "identity_numbers", _column("身份证号", "11010120130101123x"), Expected(3, notes=("身份证号",))),
    _case(18, "same_number_twice", changed(3, 1, "20250101"), Expected(3)),
    _case(19, "number_of_another_name", changed(2, 2, "林小文"), Expected(3)),
    _case(20, "namesakes", changed(3, 2, "林晓雯"), Expected(3)),
    _named(21, "rare_characters", "䶮㛃𬭸𫖯𠀀"),
    _named(21, "private_use_character", "林\ue863", warnings=("U+E863",)),
    _named(21, "variation_selector", "葛\U000e0100城"),
    _named(21, "compatibility_character", "林\uf9d1"),
    _named(22, "middle_dot", "阿依古丽•吐尔逊"),
    _case(24, "look_alikes", changed(2, 4, "七年级(А)班"), Expected(3, values={"D2": "七年级(А)班"})),
    Case(
        25,
        "formulas",
        "七年级.xlsx",
        lambda: xlsx(ROSTER, formulas),
        Expected(3, errors=("never calculated",), notes=("the value that it last showed",)),
    ),
    Case(
        26, "error_values", "七年级.xlsx", lambda: xlsx(ROSTER, text_errors), Expected(3, errors=("spreadsheet error",))
    ),
    _case(27, "score_forms", _scores(SCORES), Expected(11, notes=(IGNORED,))),
    _case(28, "score_states", _scores(STATES), Expected(9, notes=(IGNORED,))),
    _case(29, "score_bounds", _scores(("-1", "151", "98.555", "100.0000001")), Expected(4, notes=(IGNORED,))),
    _case(30, "grades_for_scores", _scores(("A", "B+", "优", "合格")), Expected(4, notes=(IGNORED,))),
    Case(31, "dates", "七年级.xlsx", lambda: xlsx(_column("出生日期", None), dates), Expected(3, notes=(IGNORED,))),
    _case(32, "pupil_of_another_class", changed(2, 4, "九年级(9)班"), Expected(3)),
    _case(
        33,
        "totals_and_signatures",
        [*ROSTER[:3], [], *ROSTER[3:], [], ["合计", "3"], ["平均分"], ["班主任签名：", "", "年级组长签名："]],
        Expected(3, notes=("total, a remark or a signature",)),
    ),
    _case(34, "empty_workbook", (), Expected(refusal="empty_workbook")),
    _case(34, "only_header", [HEADER], Expected(errors=("nothing below",))),
    Case(
        35,
        "hidden_sheets",
        "七年级.xlsx",
        lambda: xlsx(ROSTER, other_sheets),
        Expected(3, warnings=("sheet is hidden",)),
    ),
    Case(
        35,
        "hidden_rows_and_columns",
        "七年级.xlsx",
        lambda: xlsx(ROSTER, hidden_parts),
        Expected(2, warnings=("hidden or filtered rows", "hidden columns", "it was skipped")),
    ),
)
