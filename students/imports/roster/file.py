"""A roster file to typed lines: no database, every repair and doubt a finding with its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Place, has_errors
from starrating.cells.headers import Column
from starrating.cells.model import Cell
from starrating.cells.tables import Row, Table
from starrating.cells.values import Reading, code_of, finding, parse_day, text_of, whole_of
from starrating.text import Level, fold_width, sentence
from students.imports.pipeline.files import NamedBytes, read_workbooks, tables_of
from students.models import Sex
from students.names.class_names import class_name_in

T = TypeVar("T")

COLUMNS = (
    Column("number", ("学号", "学生学号", "校内学号", "学籍号"), required=True),
    Column("name", ("姓名", "学生姓名", "名字"), required=True),
    Column("sex", ("性别",)),
    Column("born", ("出生日期", "出生年月日", "生日")),
    Column("grade", ("年级", "所在年级"), fill=True),
    Column("class", ("班级", "所在班级", "班别", "行政班"), fill=True),
    Column("seat", ("座号", "座位号")),
    Column("group", ("小组", "组别", "组号"), fill=True),
    Column("guardian", ("监护人", "监护人姓名", "家长", "家长姓名")),
    Column("phone", ("联系电话", "监护人电话", "家长电话", "电话", "手机", "手机号")),
)
HIGHEST_SEAT = 199
HIGHEST_GROUP = 99
LONGEST = {"number": 30, "name": 60, "guardian": 60, "phone": 40, "group": 30}

_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "m": Sex.MALE, "f": Sex.FEMALE, "male": Sex.MALE, "female": Sex.FEMALE}
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]*")
_IDENTITY = re.compile(r"[GJL]?[0-9]{17}[0-9X]", re.IGNORECASE)
_HANZI_NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_GROUP = re.compile(rf"第?(?:([0-9]{{1,2}})|({_HANZI_NUMBER}))(?:小?组)?")
_DIGITS = "一二三四五六七八九"

_NOBODY = _("The row names nobody (no number and no name); it was skipped.")
_NO_NUMBER = _("The school number is missing.")
_NO_NAME = _("The name is missing.")
_ODD_NUMBER = _("A school number is made of digits and letters.")
_IDENTITY_NUMBER = _(
    "This looks like an identity or national registration number, which is not kept here. Give the school's own number."
)
_ODD_SEX = _("The sex is neither 男 nor 女; it was left out.")
_HIGH_SEAT = _("A seat is a number from 1 to %(most)d.")
_HIGH_GROUP = _("A group is a number from 1 to %(most)d, or a name.")
_TOO_LONG = _("The text is longer than %(most)d characters.")
_POINT_CLASS = _("The class is a number with a point, so 7.1 and 7.10 cannot be told apart. Write it as text.")


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One pupil as the file has it. ``None`` and empty text mean that the file does not say.

    ``class_also`` is what the sheet's title says, where the row takes its class from the sheet: both must agree.
    """

    place: Place
    class_place: Place
    number: str
    was_number: bool
    name: str
    class_text: str
    class_also: str = ""
    grade_text: str = ""
    sex: str = ""
    born_on: dt.date | None = None
    seat: int | None = None
    group: str = ""
    guardian: str = ""
    phone: str = ""
    refused: bool = False


def read_lines(files: Sequence[NamedBytes]) -> tuple[list[RosterLine], list[Finding]]:
    """The pupils of the files, in order, and what was found on the way; refused lines are among them, marked."""
    findings: list[Finding] = []
    lines: list[RosterLine] = []
    for book in read_workbooks(files, findings):
        for table in tables_of(book, COLUMNS, findings):
            lines.extend(_lines_of(table, findings))
    return lines, findings


def _lines_of(table: Table, findings: list[Finding]) -> list[RosterLine]:
    around = _class_around(table)
    lines = []
    for row in table.rows:
        if row.cell("number").is_blank and row.cell("name").is_blank:
            findings.append(Finding(Level.NOTE, row.place(), "", sentence(_NOBODY)))
            continue
        found: list[Finding] = []
        line = _line(row, around, found)
        findings.extend(found)
        lines.append(replace(line, refused=True) if has_errors(found) else line)
    return lines


def _class_around(table: Table) -> tuple[str, str]:
    """The class that sheet name, title or file name tell for rows that do not say it, and what the title adds."""
    sheet = class_name_in(table.sheet.name) or ""
    title = next(filter(None, map(class_name_in, table.titles)), "")
    # A short sheet name such as 七1班 is tried last, when nothing else names a class.
    return sheet or title or class_name_in(table.sheet.file) or table.sheet.name, title


def _line(row: Row, around: tuple[str, str], found: list[Finding]) -> RosterLine:
    def read(key: str) -> str:
        return _short(key, row, kept(text_of(row.cell(key), row.place(key)), found), found)

    own_class = read("class")
    return RosterLine(
        place=row.place(),
        class_place=row.place("class") if own_class else row.place(),
        number=_number(row, found),
        was_number=row.cell("number").was_number,
        name=_name(row, read("name"), found),
        class_text=_class_text(row, own_class, found) or around[0],
        class_also="" if own_class else around[1],
        grade_text=read("grade"),
        sex=_sex(row, read("sex"), found),
        born_on=kept(parse_day(row.cell("born"), row.place("born"), epoch_1904=row.sheet.epoch_1904), found),
        seat=_seat(row, found),
        group=group_text(row, read("group"), found),
        guardian=read("guardian"),
        phone=_short("phone", row, kept(code_of(row.cell("phone"), row.place("phone")), found), found),
    )


def kept(reading: Reading[T], found: list[Finding]) -> T:
    found.extend(reading.findings)
    return reading.value


def _error(row: Row, key: str, message: object, **values: object) -> Finding:
    return finding(Level.ERROR, row.cell(key), row.place(key), message, **values)  # type: ignore[arg-type]


def _short(key: str, row: Row, text: str, found: list[Finding]) -> str:
    most = LONGEST.get(key, 100)
    if len(text) > most:
        found.append(_error(row, key, _TOO_LONG, most=most))
    return text


def _number(row: Row, found: list[Finding]) -> str:
    cell = row.cell("number")
    number = _short("number", row, kept(code_of(cell, row.place("number")), found), found)
    if not number:
        found.append(_error(row, "number", _NO_NUMBER))
    elif _IDENTITY.fullmatch(number):
        # The value itself stays out of the finding: it is not to be shown or kept.
        found[:] = [one for one in found if one.place != row.place("number")]
        found.append(Finding(Level.ERROR, row.place("number"), "", sentence(_IDENTITY_NUMBER)))
    elif not _NUMBER.fullmatch(number):
        found.append(_error(row, "number", _ODD_NUMBER))
    return number


def _name(row: Row, name: str, found: list[Finding]) -> str:
    if not name:
        found.append(_error(row, "name", _NO_NAME))
    return name


def _class_text(row: Row, text: str, found: list[Finding]) -> str:
    cell: Cell = row.cell("class")
    if cell.was_number and "." in text:
        found.append(_error(row, "class", _POINT_CLASS))
    return text


def _sex(row: Row, text: str, found: list[Finding]) -> str:
    sex = _SEXES.get(fold_width(text).casefold().removesuffix("性"))
    if text and sex is None:
        found.append(finding(Level.WARNING, row.cell("sex"), row.place("sex"), _ODD_SEX))
    return sex or ""


def _seat(row: Row, found: list[Finding]) -> int | None:
    cell, place = row.cell("seat"), row.place("seat")
    plain = replace(cell, text=fold_width(cell.text).strip().removesuffix("号"))
    seat = kept(whole_of(plain, place), found)
    if seat is not None and not 1 <= seat <= HIGHEST_SEAT:
        found.append(_error(row, "seat", _HIGH_SEAT, most=HIGHEST_SEAT))
    return seat


def group_text(row: Row, text: str, found: list[Finding]) -> str:
    """``"3"`` for 3, 第3组 and 三组; any other text is the group's own name."""
    plain = fold_width(text).replace(" ", "")
    match = _GROUP.fullmatch(plain)
    if match is None:
        return text
    number = int(match.group(1)) if match.group(1) else _hanzi(match.group(2))
    if not 1 <= number <= HIGHEST_GROUP:
        found.append(_error(row, "group", _HIGH_GROUP, most=HIGHEST_GROUP))
    return str(number)


def _hanzi(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    value = _DIGITS.index(ones[-1]) + 1 if ones else 0
    return value + (10 * (_DIGITS.index(tens) + 1 if tens else 1) if ten else 0)
