"""A staff matrix (任课表) to typed tasks: a row a class, a column a subject, the homeroom teacher among them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Findings, Place
from starrating.cells.headers import Column
from starrating.cells.model import Workbook
from starrating.cells.tables import RowReader, Table
from starrating.cells.values import text_of
from starrating.text import Level, clean_text, fold_width
from students.imports.pipeline.files import tables_in
from students.imports.pipeline.importer import Asked
from students.models import Subject
from students.names.personal import split_names

# Names that schools use for one subject; a school's own word for it is kept.
_SUBJECT_NAMES = (
    "语文 数学 英语/外语 物理 化学 道法/道德与法治/思想品德/思品 政治/思想政治 历史 地理 生物/生物学 科学 "
    "体育/体育与健康 音乐 美术 艺术 书法 信息技术/信息科技/信息/微机/计算机 通用技术 劳动/劳技/劳动教育/劳动技术 "
    "心理/心理健康 综合实践/综合实践活动 校本/校本课程 阅读 写作 俄语 日语 舞蹈 健康 生涯规划"
)
SUBJECTS = tuple(tuple(names.split("/")) for names in _SUBJECT_NAMES.split())
HOMEROOM = "homeroom"
BASE = (
    Column("grade", ("年级", "所在年级"), fill=True),
    Column("class", ("班级", "班别", "行政班", "班级名称"), required=True, fill=True),
    Column(HOMEROOM, ("班主任", "班主任姓名", "班主任老师")),
)
LONGEST_NAME = 60

_NOBODY = re.compile(r"[-—–/\\*无×]+|待定|暂缺|空缺|未定")
_TAGGED = re.compile(r"(.+?)\(([^()]{1,20})\)")
_LONG_NAME = _("A name is longer than %(most)d characters. Shorten it.")
_NO_CLASS = _("The row does not say which class it is for. Fill it in.")


@dataclass(frozen=True, slots=True)
class StaffName:
    """A teacher as written: ``李静(大)`` has the tag 大, which tells two people of one name apart."""

    text: str
    name: str
    tag: str = ""


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


def read_matrix(books: Sequence[Workbook], asked: Asked, findings: Findings) -> Iterator[StaffCell]:
    """Read the tasks of the files, class by class."""
    columns = columns_for(Subject.objects.filter(school=asked.school).values_list("name", flat=True))
    for table in tables_in(books, columns, findings):
        for row in table.rows:
            reader = RowReader(row)
            yield from _cells_of(table, reader)
            findings.extend(reader.found)


def columns_for(own_subjects: Iterable[str]) -> tuple[Column, ...]:
    """Give the columns of a matrix; ``own_subjects``: further names of the school."""
    known = {alias for group in SUBJECTS for alias in group}
    groups = (*SUBJECTS, *((name,) for name in own_subjects if name not in known))
    return (*BASE, *(Column(f"subject:{group[0]}", group) for group in groups))


def subject_key(name: str) -> str:
    """Give what the names of one subject have in common."""
    return next((group[0] for group in SUBJECTS if name in group), name)


def _cells_of(table: Table, row: RowReader) -> list[StaffCell]:
    class_text, grade_text = row.text("class"), row.text("grade")
    if not class_text:
        row.found.say(Level.ERROR, row.place("class"), "", _NO_CLASS)
    row_refused = row.refused
    cells = []
    for key in table.columns:
        if key not in ("grade", "class"):
            names, refused = _names(row, key)
            cells.append(
                StaffCell(
                    place=row.place(key),
                    class_place=row.place("class"),
                    class_text=class_text,
                    grade_text=grade_text,
                    subject="" if key == HOMEROOM else _subject(table, key),
                    names=names,
                    refused=row_refused or refused,
                )
            )
    return cells


def _subject(table: Table, key: str) -> str:
    """Give the subject as the header writes it."""
    return clean_text(table.sheet.filled(table.header_row, table.columns[key]).text).text.replace(" ", "")


def _names(row: RowReader, key: str) -> tuple[tuple[StaffName, ...], bool]:
    """Read the teachers of a cell, and whether it must not be used."""
    reading = text_of(row.cell(key), row.place(key), join_han=False)
    text = row.keep(reading)
    if reading.refused or _NOBODY.fullmatch(text):
        return (), reading.refused
    names = tuple(dict.fromkeys(_name(one) for one in split_names(text)))
    too_long = any(len(one.text) > LONGEST_NAME for one in names)
    if too_long:
        row.found.say(Level.ERROR, row.place(key), "", _LONG_NAME, most=LONGEST_NAME)
    return names, too_long


def _name(text: str) -> StaffName:
    plain = text.replace("（", "(").replace("）", ")")
    tagged = _TAGGED.fullmatch(plain)
    if tagged is None:
        return StaffName(text, text)
    return StaffName(plain, tagged.group(1).strip(), fold_width(tagged.group(2)).strip())
