"""A roster file to typed lines: no database, every repair and doubt a finding with its place."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Findings, Place
from starrating.cells.headers import column
from starrating.cells.model import Workbook
from starrating.cells.tables import RowReader
from starrating.cells.values import whole_of
from starrating.text import Level, clean_text, fold_width
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.files import class_around, grade_around, tables_in
from students.imports.pipeline.meanings import meanings_of
from students.models import Sex
from students.names.class_names import number_in

COLUMNS = (
    column("number", required=True),
    column("name", required=True),
    column("sex"),
    column("born"),
    column("grade", fill=True),
    column("class", fill=True),
    column("seat"),
    column("group", fill=True),
    column("guardian"),
    column("phone"),
    column("status"),
)
HIGHEST_SEAT = 199
HIGHEST_GROUP = 99
LONGEST = {"number": 30, "name": 60, "guardian": 60, "phone": 40, "group": 30}

_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "m": Sex.MALE, "f": Sex.FEMALE, "male": Sex.MALE, "female": Sex.FEMALE}
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]*")
_IDENTITY = re.compile(r"[GJL]?[0-9]{17}[0-9X]", re.IGNORECASE)
_HANZI_NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_GROUP = re.compile(rf"第?(?:([0-9]{{1,2}})|({_HANZI_NUMBER}))(?:小?组)?")

# 转学生 and 转入 have come. What a remark says of anything else says nothing here.
_LEFT = re.compile(
    r"已?转(?:出|走|离)|转学(?![生籍])(?:走|离|到|至|往)?|休学|退学|(?:已|提前)?毕业|结业|肄业|离校|开除|辍学|失学|死亡|去世|出国|注销|不在籍|不在校"
)
_GUEST = "借读"
_MARKED = re.compile(r"[*＊★☆△▲●○◆#]+$")
_REMARKED = re.compile(r"(?P<name>[^()（）]+)[(（](?P<remark>[^()（）]{1,20})[)）]")
_NAME_READ = _("The mark behind the name was left out; read as %(name)s.")
_IS_GUEST = _("Read as a guest pupil (借读).")
_NOBODY = _("The row names nobody (no number and no name); it was skipped.")
_NO_NUMBER = _("The school number is missing.")
_NO_NAME = _("The name is missing.")
_ODD_NUMBER = _("A school number is made of digits and letters.")
_IDENTITY_NUMBER = _(
    "This looks like an identity or national registration number, which is not kept here. Give the school's own number."
)
_ODD_SEX = _("The sex is neither 男 nor 女; it was left out.")
_HIGH_SEAT = _("A seat number is from 1 to %(most)d.")
_HIGH_GROUP = _("A group is a number from 1 to %(most)d, or a name.")
_TOO_LONG = _("The text is longer than %(most)d characters. Shorten it.")
_POINT_CLASS = _("The class is a number with a point, so 7.1 and 7.10 cannot be told apart. Write it as text.")


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One pupil as the file has it. ``None`` and empty text mean that the file does not say.

    ``left``: what the file says of somebody who is no longer here (转出), in its own words. ``class_also`` is what the
    sheet's title says, where the row takes its class from the sheet: both must agree.
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
    left: str = ""
    is_guest: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class _Around:
    """What sheet, title and file say for rows that do not: class, the title's class, grade."""

    class_text: str
    title: str
    grade: str


def read_roster(books: Sequence[Workbook], asked: Asked, findings: Findings) -> Iterator[RosterLine]:
    """Read the pupils of the files, in order; refused lines are among them, marked."""
    for table in tables_in(books, COLUMNS, findings, meanings_of(asked, "roster")):
        found, title = class_around(table)
        # A short sheet name such as 七1班 is tried last, when nothing else names a class.
        around = _Around(found or table.sheet.name, title, grade_around(table))
        for row in table.rows:
            if row.cell("number").is_blank and row.cell("name").is_blank:
                findings.say(Level.NOTE, row.place(), "", _NOBODY)
                continue
            reader = RowReader(row)
            yield _line(reader, around)
            findings.extend(reader.found)


def _line(row: RowReader, around: _Around) -> RosterLine:
    own_class = _class_text(row)
    name, remark = _name(row)
    left, is_guest = _status(row, remark)
    return RosterLine(
        place=row.place(),
        class_place=row.place("class") if own_class else row.place(),
        number=_number(row),
        was_number=row.cell("number").was_number,
        name=name,
        class_text=own_class or around.class_text,
        class_also="" if own_class else around.title,
        grade_text=_text(row, "grade") or around.grade,
        sex=_sex(row),
        born_on=row.day("born", may_miss=True),
        seat=_seat(row),
        group=group_in(row, _text(row, "group")),
        guardian=_text(row, "guardian"),
        phone=_short(row, "phone", row.number("phone")),
        left=left,
        is_guest=is_guest,
        refused=row.refused,
    )


def _text(row: RowReader, key: str) -> str:
    return _short(row, key, row.text(key))


def _short(row: RowReader, key: str, text: str) -> str:
    most = LONGEST.get(key, 100)
    if len(text) > most:
        row.error(key, _TOO_LONG, most=most)
    return text


def _number(row: RowReader) -> str:
    number = _short(row, "number", row.number("number"))
    if not number:
        row.error("number", _NO_NUMBER)
    elif _IDENTITY.fullmatch(number):
        # The value itself stays out of the finding: it is not to be shown or kept.
        place = row.place("number")
        row.found[:] = [one for one in row.found if one.place != place]
        row.found.say(Level.ERROR, place, "", _IDENTITY_NUMBER)
    elif not _NUMBER.fullmatch(number):
        row.error("number", _ODD_NUMBER)
    return number


def _name(row: RowReader) -> tuple[str, str]:
    """Give the name, and the remark on a pupil's stay that stands behind it: 朱嘉俊(借读)."""
    written = _text(row, "name")
    if not written:
        row.error("name", _NO_NAME)
    name, remark = _MARKED.sub("", written), ""
    found = _REMARKED.fullmatch(name)
    if found and (_LEFT.search(found["remark"]) or _GUEST in found["remark"]):
        name, remark = found["name"].strip(), found["remark"]
    if name != written:
        row.say(Level.NOTE, "name", _NAME_READ, name=name)
    return name, remark


def _status(row: RowReader, remark: str) -> tuple[str, bool]:
    """Give the words that say that the pupil has left, and whether the pupil is a guest."""
    said = " ".join(filter(None, (clean_text(row.cell("status").text[:60]).text, remark)))
    left = _LEFT.search(said)
    if _GUEST in said and not left:
        row.say(Level.NOTE, "status" if not remark else "name", _IS_GUEST)
    return left.group() if left else "", _GUEST in said


def _class_text(row: RowReader) -> str:
    text = row.number("class") if row.cell("class").text.strip().replace(".", "").isdigit() else _text(row, "class")
    if row.cell("class").was_number and "." in text:
        row.error("class", _POINT_CLASS)
    return text


def _sex(row: RowReader) -> str:
    text = _text(row, "sex")
    sex = _SEXES.get(fold_width(text).casefold().removesuffix("性"))
    if text and sex is None:
        row.say(Level.WARNING, "sex", _ODD_SEX)
    return sex or ""


def _seat(row: RowReader) -> int | None:
    cell, place = row.cell("seat"), row.place("seat")
    plain = replace(cell, text=fold_width(cell.text).strip().removesuffix("号"))
    seat = row.keep(whole_of(plain, place))
    if seat is not None and not 1 <= seat <= HIGHEST_SEAT:
        row.error("seat", _HIGH_SEAT, most=HIGHEST_SEAT)
    return seat


def group_in(row: RowReader, text: str) -> str:
    """Give ``"3"`` for 3, 第3组 and 三组; any other text is the group's own name."""
    match = _GROUP.fullmatch(fold_width(text).replace(" ", ""))
    if match is None:
        return text
    number = number_in(match.group(1) or match.group(2))
    if not 1 <= number <= HIGHEST_GROUP:
        row.error("group", _HIGH_GROUP, most=HIGHEST_GROUP)
    return str(number)
