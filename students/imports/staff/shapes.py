"""Tables of tasks that lie otherwise: a row a subject and a column a class, or a row a teacher."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from starrating.cells.findings import Findings
from starrating.cells.headers import SEARCHED_ROWS, Column, Label, column, find_header, known_keys, labels_of
from starrating.cells.model import Cell, Sheet
from starrating.cells.tables import Row, RowReader, Table, find_table
from starrating.text import clean_text, fold_width, label_key
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.class_cells import class_of_day, settled_points
from students.imports.pipeline.files import grade_of_sheet
from students.imports.pipeline.meanings import Meanings
from students.imports.pipeline.pupil_rows import validity
from students.imports.staff.cells import CORNER, HOMEROOM, StaffCell, columns_for, read_names
from students.imports.staff.names import StaffName
from students.names.class_names import ParsedClass, grade_name_in, grade_word

_TEACHERS = (
    column("teacher", required=True, fill=True),
    column("taught_subject", required=True, fill=True),
    column("taught_classes", required=True, fill=True),
    Column("is_homeroom", ("是否班主任", "是否是班主任", "班主任否")),
    column("homeroom_class"),
    column("grade", "任教年级", "所教年级", fill=True),
)
_CORNER = frozenset({"学科", "科目", "课程", "班级", "项目", "任课", *map(label_key, CORNER)})
_LEAST_CLASSES = 2
_YES = frozenset({"是", "√", "✓", "y", "yes", "1", "对", "班主任"})
_BETWEEN = re.compile(r"[、,，;；/／\s和及与]+")
_RANGE = re.compile(r"(?P<first>\d{1,2})(?:至|~|～|到)(?P<last>\d{1,2})班?")
_BARE = re.compile(r"[(（]?\d{1,2}[)）]?班?")
# 七(1)(2)班: a bracket each.
_BRACKETS = re.compile(r"(?<=[)）])(?=[(（])")

OwnSubjects = Sequence[str]


def other_shape(
    sheet: Sheet, asked: Asked, own: OwnSubjects, meanings: Meanings, findings: Findings
) -> Iterator[StaffCell] | None:
    """Read a sheet that is no matrix of a row a class; None for one that is, or is no table of tasks at all."""
    if _is_of_teachers(sheet):
        return _of_teachers(sheet, meanings, findings)
    turned = _turned(sheet, asked, own)
    return _of_subjects(sheet, turned, own, meanings, findings) if turned else None


def _is_of_teachers(sheet: Sheet) -> bool:
    found = find_header(sheet, _TEACHERS)
    if found is None:
        return False
    keys = known_keys(found.labels, _TEACHERS)
    return {"teacher", "taught_subject", "taught_classes"} <= keys


def _of_teachers(sheet: Sheet, meanings: Meanings, findings: Findings) -> Iterator[StaffCell]:
    search = find_table(sheet, _TEACHERS, answers=meanings.answers, hidden=meanings.hidden)
    findings.extend(search.findings)
    findings.questions.extend(search.questions)
    for table in search.tables:
        findings.extend(meanings.remembered(table))
        tasks: dict[tuple[str, str], list[StaffName]] = defaultdict(list)
        first: dict[tuple[str, str], Row] = {}
        refused: set[tuple[str, str]] = set()
        for row in table.rows:
            reader = RowReader(row)
            names, bad = read_names(reader, "teacher", table.header_row)
            for task in _tasks_of(reader, table):
                first.setdefault(task, row)
                tasks[task].extend(one for one in names if one not in tasks[task])
                refused |= {task} if bad else set()
            findings.extend(reader.found)
        for (class_text, subject), people in tasks.items():
            row = first[class_text, subject]
            yield StaffCell(
                place=row.place("teacher"),
                # One for all rows: a class in several of them is no class named twice.
                class_place=sheet.place(),
                class_text=class_text,
                grade_text="",
                subject=subject,
                names=tuple(people),
                refused=(class_text, subject) in refused,
            )


def _tasks_of(row: RowReader, table: Table) -> Iterator[tuple[str, str]]:
    """Give class and subject of each task of a teacher's row; an empty subject is the homeroom's."""
    around = grade_word(_text(row.cell("grade"))) or grade_of_sheet(table.sheet, table.titles)
    classes = classes_in(_text(row.cell("taught_classes")), around)
    for subject in _BETWEEN.split(_text(row.cell("taught_subject"))):
        for one in classes if subject else ():
            yield one, "" if subject == "班主任" else subject
    homeroom = classes_in(_text(row.cell("homeroom_class")), around)
    said = label_key(row.cell("is_homeroom").text)
    if not homeroom and said in _YES and len(classes) == 1:
        homeroom = classes
    elif not homeroom and said not in _YES and said[:1].isdigit():
        # 是否班主任: 1班.
        beside = around or next((grade_name_in(one) or _grade_before(one) for one in classes), "")
        homeroom = classes_in(said.replace("班主任", ""), beside)
    for one in homeroom:
        if label_key(one) not in ("是", "否"):
            yield one, ""


def classes_in(text: str, grade: str = "") -> list[str]:
    """Give the classes of a list such as 七年级1班、2班 or 七(1)(2)班; a number alone has the grade before it."""
    found: list[str] = []
    before = grade
    for token in _BETWEEN.split(_BRACKETS.sub("、", fold_width(text))):
        if not token or label_key(token) in ("是", "否", "无", "-", "—"):
            continue
        before = grade_name_in(token) or _grade_before(token) or before
        span = _RANGE.search(token)
        if span is not None and int(span["first"]) < int(span["last"]):
            found.extend(f"{before}{number}班" for number in range(int(span["first"]), int(span["last"]) + 1))
        elif _BARE.fullmatch(token) and before:
            found.append(f"{before}{token}")
        else:
            found.append(token)
    return list(dict.fromkeys(found))


def _grade_before(token: str) -> str:
    """Give the grade of ``七(1)`` and ``七1`` for the numbers that follow."""
    short = re.match(r"([一二三四五六七八九])(?=[(（]?\d)", token)
    return f"{short[1]}年级" if short else ""


def _turned(sheet: Sheet, asked: Asked, own: OwnSubjects) -> dict[int, str] | None:
    """Give the class of each column where a row of classes stands above rows of subjects; None for other tables."""
    subjects = _subject_names(own)
    for number in range(1, min(SEARCHED_ROWS, len(sheet.rows)) + 1):
        labels = labels_of(sheet, number)
        first = min(labels, default=0)
        if not first or labels[first].key not in _CORNER:
            continue
        below = (label_key(sheet.cell(row, first).text) for row in range(number + 1, len(sheet.rows) + 1))
        if not any(text in subjects for text in below):
            continue
        grade = grade_of_sheet(sheet, tuple(cell.text for row in sheet.rows[: number - 1] for cell in row))
        points = settled_points(label.cell for label in labels.values())
        classes = {
            at: _class_text(_named(label, points), _grade_over(sheet, number, at) or grade, asked)
            for at, label in labels.items()
            if at != first
        }
        if sum(map(bool, classes.values())) >= _LEAST_CLASSES:
            return {0: str(number), -1: str(first), **{at: text for at, text in classes.items() if text}}
    return None


def _grade_over(sheet: Sheet, number: int, at: int) -> str:
    """Give the grade that stands in the row above a class, over several of them."""
    over = sheet.filled(number - 1, at) if number > 1 else None
    named = over is not None and not (over.row == number - 1 and over.column == 1) and grade_name_in(over.text)
    return named or ""


def _named(label: Label, points: Mapping[tuple[int, int], str]) -> str:
    return points.get((label.cell.row, label.cell.column)) or class_of_day(label.cell) or label.text


def _class_text(text: str, grade: str, asked: Asked) -> str:
    school, year = asked.school, validity(asked).school_year
    for candidate in filter(None, (text, f"{grade}{text}" if grade else "")):
        parsed: ParsedClass | None = school.class_meant(candidate, year)
        if parsed is not None and parsed.number is not None:
            return candidate
    return ""


def _of_subjects(
    sheet: Sheet, turned: dict[int, str], own: OwnSubjects, meanings: Meanings, findings: Findings
) -> Iterator[StaffCell]:
    header, first = int(turned[0]), int(turned[-1])
    subjects = _subject_names(own)
    for number in range(header + 1, len(sheet.rows) + 1):
        label = sheet.filled(number, first)
        subject = subjects.get(label_key(label.text))
        if subject is None or (number in sheet.hidden_rows and not meanings.hidden):
            continue
        for at, class_text in turned.items():
            if at <= 0 or (at in sheet.hidden_columns and not meanings.hidden):
                continue
            cell = sheet.filled(number, at)
            row = RowReader(Row(sheet, number, {HOMEROOM: cell}))
            names, refused = read_names(row, HOMEROOM, header)
            findings.extend(row.found)
            yield StaffCell(
                place=sheet.place(number, at),
                class_place=sheet.place(header, at),
                class_text=class_text,
                grade_text="",
                subject="" if subject == HOMEROOM else clean_text(label.text).text.replace(" ", ""),
                names=names,
                refused=refused,
            )


def _subject_names(own: OwnSubjects) -> dict[str, str]:
    """Give what may stand before a row: subjects by label_key, the homeroom among them."""
    found = {}
    for one in columns_for(own):
        if one.key == HOMEROOM or one.key.startswith("subject:"):
            found.update({label_key(alias): one.key for alias in one.aliases})
    return found


def _text(cell: Cell) -> str:
    return clean_text(re.sub(r"[\r\n]+", "、", cell.text.strip()), join_han=False).text
