"""What every table of tasks has: its subjects, one task in one class, and the names of a cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Place
from starrating.cells.headers import Column, column
from starrating.cells.model import Cell
from starrating.cells.tables import RowReader
from starrating.cells.values import text_of
from starrating.cells.words import as_above
from starrating.text import Level, fold_width
from students.imports.staff.names import StaffName, names_in

# Names that schools use for one subject; a school's own word for it is kept.
_SUBJECT_NAMES = (
    "语文 数学 英语/外语 物理 化学 道法/道德与法治/思想品德/思品/品德/道德法治 政治/思想政治 "
    "历史 地理 生物/生物学 科学 "
    "体育/体育与健康/体健/体活 音乐 美术 艺术 书法 "
    "信息技术/信息科技/信息/信技/信科/微机/计算机 通用技术 劳动/劳技/劳动教育/劳动技术 "
    "心理/心理健康/心健 综合实践/综合实践活动/综合/综实 校本/校本课程 地方/地方课程 写字 "
    "阅读 写作 俄语 日语 舞蹈 健康 生涯规划"
)
SUBJECTS = tuple(tuple(names.split("/")) for names in _SUBJECT_NAMES.split())
HOMEROOM = "homeroom"
# What stands where the row of subjects and the column of classes meet.
CORNER = (
    "班级/学科",
    "学科/班级",
    "班级学科",
    "学科班级",
    "班级\\学科",
    "学科\\班级",
    "班级/科目",
    "科目/班级",
    "班级科目",
    "科目班级",
    "任教班级",
    "教学班级",
)
BASE = (
    column("grade", fill=True),
    column("class", "班次", *CORNER, required=True, fill=True),
    column(HOMEROOM, fill=True),
)
# A subject that has a column of its own name and no other.
OWN_SUBJECT = "学科"
LONGEST_NAME = 60

_BREAKS = re.compile(r"[\r\n\v\f\u2028\u2029]+")

_HOURS_BEHIND = re.compile(r"\s*(?:\((?:周|每周)?\d{1,2}(?:节|课时)?\)|/\d{1,2}(?:节|课时)?|\d{1,2}(?:节|课时))$")
_MARKS = _("Marks that are no part of a name were left out: %(marks)s.")
_LONG_NAME = _("A name is longer than %(most)d characters. Shorten it.")


@dataclass(frozen=True, slots=True)
class StaffCell:
    """Who does one task in one class: ``subject`` is empty for the homeroom teacher; no names: the cell is empty."""

    place: Place
    class_place: Place
    class_text: str
    grade_text: str
    subject: str
    names: tuple[StaffName, ...]
    refused: bool = False


def subject_of(label: str) -> str:
    """Give a subject's name without the hours that stand behind it: 语文（5节）, 数学/5."""
    return _HOURS_BEHIND.sub("", fold_width(label)) or label


def columns_for(own_subjects: Iterable[str]) -> tuple[Column, ...]:
    """Give the columns of a matrix; ``own_subjects``: further names of the school."""
    known = {alias for group in SUBJECTS for alias in group}
    groups = (*SUBJECTS, *((name,) for name in own_subjects if name not in known))
    return (*BASE, *(Column(f"subject:{group[0]}", group, fill=True) for group in groups))


def subject_key(name: str) -> str:
    """Give what the names of one subject have in common."""
    return next((group[0] for group in SUBJECTS if name in group), name)


def _meant(row: RowReader, key: str, header: int) -> Cell:
    """Give the cell of a key, or the one above that 同上 stands for."""
    cell, sheet = row.cell(key), row.row.sheet
    number = cell.row
    while cell.text.strip() in as_above() and number > header + 1:
        number -= 1
        cell = sheet.filled(number, cell.column)
    return cell


def read_names(row: RowReader, key: str, header: int) -> tuple[tuple[StaffName, ...], bool]:
    """Read the teachers of a cell below the row ``header``, and whether it must not be used."""
    cell = _meant(row, key, header)
    plain = replace(cell, text=_BREAKS.sub("、", cell.text.strip()))
    reading = text_of(plain, row.place(key), join_han=False)
    text = row.keep(reading)
    if reading.refused:
        return (), True
    names, marks = names_in(text)
    if marks:
        row.say(Level.NOTE, key, _MARKS, marks=" ".join(marks))
    too_long = any(len(one.text) > LONGEST_NAME for one in names)
    if too_long:
        row.found.say(Level.ERROR, row.place(key), "", _LONG_NAME, most=LONGEST_NAME)
    return names, too_long
