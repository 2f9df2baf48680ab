"""Month sheets to fill in away from the program, in the shape that is read again; what stands already is in them."""

import io
from collections.abc import Sequence

import xlsxwriter

from awards.models import Nomination, StarItem
from awards.rules.kinds import StepRole
from awards.sheet_files.facts import ClassFacts, RoundFacts, class_facts
from awards.sheet_files.matching import shown
from awards.sheets.contents import namesakes
from students.models import SchoolClass

_HEADER = ("序号", "星名", "获星学生", "人数", "备注")
_WIDTHS = (6, 12, 70, 8, 20)
_CONSULTED = "已征求"
_A4 = 9


def sheets_workbook(facts: RoundFacts, classes: Sequence[SchoolClass]) -> bytes:
    """Write an .xlsx with a sheet a class, every cell as text: no program makes a number or formula of a name."""
    known = class_facts(facts, classes)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "head": book.add_format({"bold": True, "border": 1, "num_format": "@", "align": "center"}),
        "text": book.add_format({"border": 1, "num_format": "@", "text_wrap": True, "valign": "vcenter"}),
    }
    year = facts.round.term.school_year
    for school_class in classes:
        sheet = book.add_worksheet(_sheet_name(school_class.name_in(year)))
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 0, len(_HEADER) - 1, _title(facts), formats["title"])
        rows = _rows(facts, school_class.name_in(year), known[school_class.pk])
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value, formats["head" if number == 2 else "text"])
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 1)
    book.close()
    return buffer.getvalue()


def _title(facts: RoundFacts) -> str:
    first = facts.round.starts_on
    return f"{facts.round.term.school.name}{first.year}年{first.month}月班级评星表"


def _sheet_name(name: str) -> str:
    """Name a sheet without the signs that spreadsheets refuse, in 31 of the others."""
    return "".join("_" if sign in "[]:*?/\\" else sign for sign in name)[:31]


def _rows(facts: RoundFacts, class_name: str, known: ClassFacts) -> list[tuple[str, ...]]:
    stage = known.contents.stage
    consulted = any(step.role == StepRole.HOMEROOM and step.pk in stage.held for step in stage.steps)
    return [
        ("班级", class_name, f"应评人数：{len(known.contents.people)}", "", ""),
        _HEADER,
        *(_star_row(number, item, known) for number, item in enumerate(facts.ordinary, start=1)),
        (f"{facts.scheme.committee_name}签名", "", "科任教师意见", _CONSULTED if consulted else "", ""),
        ("班主任签名", "", f"{facts.round.term.school.office_name}意见", "", ""),
    ]


def _star_row(number: int, item: StarItem, known: ClassFacts) -> tuple[str, ...]:
    lines = [line for line in known.contents.placed() if line.item_id == item.pk]
    names = "、".join(_written(line, known) for line in lines)
    return (str(number), item.name, names, str(len(lines)) if lines else "", "")


def _written(line: Nomination, known: ClassFacts) -> str:
    person = known.contents.people.get(line.student_id)
    if person is None:
        return known.contents.name_of(line)
    return shown(person) if person.name in namesakes(known.contents.people.values()) else person.name
