"""The fault table for score sheets, whose marks are read and ranked and never told."""

from __future__ import annotations

from tests.hostile.kinds import EXAM
from tests.hostile.making.content import Expected
from tests.hostile.making.faults import (
    KindCase,
    added,
    again,
    as_text,
    as_workbook,
    both,
    column,
    error_value,
    finished,
    hidden_row,
    never_calculated,
    number_formula,
    put,
    same,
    scored,
    text_formula,
    turned,
    without,
)

ABSENT = ("not in the files",)
NOT_A_MARK, HEADER_AT = "This is not a mark", "was read as the header"

FORMS = {"98.5 ": "Extra spaces", "９８．５": "Full-width", "98.5分": "The word 分"}
NO_FORMS = ("98/100", "+98", "1_0", "1e2", "NaN", "Infinity", "٩٨")
STATES = {"缺考": "Absent:", "缓考": "put off", "免考": "Exempt", "/": "Absent:", "—": "Absent:", "-": "Absent:"}

EXAMS = (
    KindCase(1, EXAM, "gb18030", same, Expected(6, notes=("Read as GB",)), as_text("gb18030"), "成绩.csv"),
    KindCase(3, EXAM, "utf16_tabs", same, Expected(6, notes=("Read as UTF-16",)), as_text("utf-16", "\t"), "成绩.txt"),
    as_workbook(8, EXAM, "title", added(["七年级10月月考成绩表"], top=True), Expected(6, notes=(HEADER_AT,))),
    as_workbook(9, EXAM, "turned", turned, Expected(6)),
    as_workbook(11, EXAM, "no_names", without(3), Expected(errors=("Required columns are missing: 姓名",))),
    as_workbook(12, EXAM, "unknown_column", column("家庭住址", "某路1号"), Expected(6, notes=("家庭住址",))),
    as_workbook(
        12, EXAM, "unknown_numbers", column("身高", 151.0), Expected(errors=("It is not known what the column 身高",))
    ),
    as_workbook(12, EXAM, "needless_columns", column("班次", "1"), Expected(6, notes=("班次",))),
    as_workbook(13, EXAM, "two_of_a_subject", column("语文", 90.0), Expected(errors=("is in several columns",))),
    as_workbook(14, EXAM, "numbers", put((2, 2), 20250201.0), Expected(6)),
    as_workbook(14, EXAM, "marks_as_text", scored("90"), Expected(6)),
    as_workbook(15, EXAM, "fullwidth_number", put((2, 2), "２０２５０２０１"), Expected(6, notes=("Full-width",))),
    as_workbook(18, EXAM, "pupil_twice", again(2), Expected(errors=("is in the files twice",))),
    as_workbook(
        19, EXAM, "number_of_another", put((2, 3), "钱博文"), Expected(errors=("has another name",), warnings=ABSENT)
    ),
    as_workbook(23, EXAM, "spaces_in_a_name", put((2, 3), " 赵　安然"), Expected(6, notes=("Extra spaces",))),
    KindCase(25, EXAM, "text_formula", same, Expected(6, notes=("last showed",)), finished(text_formula)),
    KindCase(25, EXAM, "number_formula", same, Expected(6, notes=("last showed",)), finished(number_formula)),
    KindCase(25, EXAM, "not_calculated", same, Expected(errors=("never calculated",)), finished(never_calculated)),
    KindCase(26, EXAM, "error_value", same, Expected(errors=("spreadsheet error",)), finished(error_value)),
    *(
        as_workbook(27, EXAM, f"read_{at}", scored(text), Expected(6, notes=(said,)))
        for at, (text, said) in enumerate(FORMS.items())
    ),
    as_workbook(27, EXAM, "fullwidth_comma", scored("98，5"), Expected(errors=(NOT_A_MARK,), notes=("Full-width",))),
    *(
        as_workbook(27, EXAM, f"refused_{at}", scored(text), Expected(errors=(NOT_A_MARK,)))
        for at, text in enumerate(NO_FORMS)
    ),
    *(
        as_workbook(28, EXAM, f"state_{at}", scored(text), Expected(6, notes=(said, "how often")))
        for at, (text, said) in enumerate(STATES.items())
    ),
    as_workbook(
        28, EXAM, "cheated", scored("作弊"), Expected(6, warnings=("Marked as cheating",), notes=("how often",))
    ),
    as_workbook(28, EXAM, "nought", scored("0"), Expected(6)),
    as_workbook(28, EXAM, "empty", scored(""), Expected(6, notes=("not as zero",))),
    as_workbook(29, EXAM, "negative", scored("-5"), Expected(errors=(NOT_A_MARK,))),
    as_workbook(29, EXAM, "above_the_full_mark", scored(151.0), Expected(errors=("above the full mark of 150",))),
    as_workbook(
        29,
        EXAM,
        "above_its_own_full_mark",
        scored(101.0, "语文(100)"),
        Expected(errors=("above the full mark of 100",)),
    ),
    as_workbook(29, EXAM, "three_decimals", scored("98.555"), Expected(6)),
    as_workbook(29, EXAM, "hair_above", scored(100.0000001, "语文(100)"), Expected(6)),
    *(
        as_workbook(30, EXAM, f"grade_{at}", scored(text), Expected(errors=("A mark was expected",)))
        for at, text in enumerate(("A", "B+", "优", "合格"))
    ),
    as_workbook(
        32, EXAM, "of_another_class", put((2, 1), "七年级(2)班"), Expected(6, notes=("the roster's class was taken",))
    ),
    as_workbook(
        32,
        EXAM,
        "of_another_school",
        put((2, 2), "99999999"),
        Expected(errors=("No pupil of the school",), warnings=ABSENT),
    ),
    as_workbook(
        33,
        EXAM,
        "averages",
        added([], ["平均分", "", "", 90.0], ["班主任签名："]),
        Expected(6, notes=("total, a remark",)),
    ),
    as_workbook(34, EXAM, "only_header", lambda grid: grid[:1], Expected(errors=("nothing below",))),
    KindCase(
        35,
        EXAM,
        "hidden_row",
        same,
        Expected(6, warnings=("hidden or filtered", "it was skipped", "not in the files")),
        finished(hidden_row),
    ),
    as_workbook(
        20,
        EXAM,
        "one_name_twice",
        both(put((3, 3), "赵安然"), without(2)),
        Expected(errors=("in the files twice",), warnings=ABSENT),
    ),
)
