"""A roster file to typed lines: no database, every repair and doubt a finding with its place."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Findings, Place
from starrating.cells.headers import column
from starrating.cells.model import Workbook
from starrating.cells.tables import RowReader
from starrating.cells.values import lost_digits, optional, whole_of
from starrating.text import Level, clean_text, fold_width, label_key
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.class_cells import class_texts, settled_points
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
    column("present"),
    column("gone"),
)
HIGHEST_SEAT = 199
_NO_SEAT = frozenset({"-", "--", "—", "——", "/", "无", "暂无", "待定", "0"})
HIGHEST_GROUP = 99
LONGEST = {"number": 30, "name": 60, "guardian": 60, "phone": 40, "group": 30}

_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "m": Sex.MALE, "f": Sex.FEMALE, "male": Sex.MALE, "female": Sex.FEMALE}
# As the registry codes them (GB/T 2261.1).
_SEXES |= {"1": Sex.MALE, "2": Sex.FEMALE}
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]*")
_IDENTITY = re.compile(r"[GJL]?[0-9]{17}[0-9X]", re.IGNORECASE)
_HANZI_NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_GROUP = re.compile(rf"第?(?:([0-9]{{1,2}})|({_HANZI_NUMBER}))(?:小?组)?")

# 转学生 and 转入 have come. What a remark says of anything else says nothing here.
_LEFT = re.compile(
    r"已?转(?:出|走|离)|已转(?![入来班正学])|转学(?![生籍来入])(?:走|离|到|至|往)?|休学|停学|退学|非在籍|空挂|未报到|未入学|失踪|(?:已|提前)?毕业|结业|肄业|离校|开除|辍学|失学|死亡|去世|出国|注销|不在籍|不在校"
)
_RETURNED = re.compile(r"复学|返校|恢复学籍|回校")
_ABSENT = re.compile(r"否|不是|不在|不在校|不在读|n|no|0|×")
# 是, and the day on which a pupil left.
_GONE = re.compile(r"是|y|yes|√|1|已.*|\d{4}[-./年]\d.*|\d{6,8}")
_GUEST = "借读"
_MARKED = re.compile(r"[*＊★☆△▲●○◆#]+$")
_REMARKED = re.compile(r"(?P<name>[^()（）]+)[(（](?P<remark>[^()（）]{1,20})[)）]")
_NOT_HERE = _("not at the school")
_NAME_READ = _("The mark behind the name was left out; read as %(name)s.")
_IS_GUEST = _("Read as a guest pupil (借读).")
_NOBODY = _("The row names nobody (no number and no name); it was skipped.")
_NO_NUMBER = _("The school number is missing.")
_NO_NAME = _("The name is missing.")
_ODD_NUMBER = _("A school number is made of digits and letters.")
_IDENTITY_NUMBER = _(
    "This looks like an identity or national registration number, which is not kept here. Give the school's own number."
)
_NOT_BORN = _("This day is still to come; the date of birth was left out.")
_ODD_SEX = _("The sex is neither 男 nor 女; it was left out.")
_HIGH_SEAT = _("A seat number is from 1 to %(most)d.")
_HIGH_GROUP = _("A group is a number from 1 to %(most)d, or a name.")
_TOO_LONG = _("The text is longer than %(most)d characters. Shorten it.")


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One pupil as the file has it. ``None`` and empty text mean that the file does not say.

    ``left``: what the file says of somebody who is no longer here (转出), in its own words. ``class_also`` is what the
    sheet's title says, where the row takes its class from the sheet: both must agree. ``class_or``: what a number such
    as 7.1 may mean as well (7.10). ``asks``: by which name a sheet's class is asked for, where the row has none.
    ``lost_digits``: the number is one such as 2.02601E+07, of which a spreadsheet has dropped the end.
    """

    place: Place
    class_place: Place
    number: str
    was_number: bool
    name: str
    class_text: str
    class_also: str = ""
    class_or: str = ""
    grade_text: str = ""
    sex: str = ""
    born_on: dt.date | None = None
    seat: int | None = None
    group: str = ""
    guardian: str = ""
    phone: str = ""
    left: str = ""
    is_guest: bool = False
    asks: str = ""
    lost_digits: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class _Around:
    """What sheet, title and file say for rows that do not: class, the title's class, grade.

    ``points``: by row and column what a number such as 7.1 stands for. ``name``: by which an answer names the sheet.
    """

    class_text: str
    title: str
    grade: str
    points: Mapping[tuple[int, int], str]
    name: str
    today: dt.date


def read_roster(books: Sequence[Workbook], asked: Asked, findings: Findings) -> Iterator[RosterLine]:
    """Read the pupils of the files, in order; refused lines are among them, marked."""
    for table in tables_in(books, COLUMNS, findings, meanings_of(asked, "roster")):
        found, title = class_around(table)
        name = str(table.sheet.place())
        # A short sheet name such as 七1班 is tried last, when nothing else names a class.
        text = asked.cells.get(name) or found or table.sheet.name
        points = settled_points(row.cell("class") for row in table.rows)
        around = _Around(text, title, grade_around(table), points, name, asked.today)
        for row in table.rows:
            if row.cell("number").is_blank and row.cell("name").is_blank:
                findings.say(Level.NOTE, row.place(), "", _NOBODY)
                continue
            reader = RowReader(row)
            yield _line(reader, around)
            findings.extend(reader.found)


def _line(row: RowReader, around: _Around) -> RosterLine:
    own_class, *others = _class_texts(row, around) or ("",)
    name, remark = _name(row)
    left, is_guest = _status(row, remark)
    return RosterLine(
        place=row.place(),
        class_place=row.place("class") if own_class else row.place(),
        number=_number(row),
        lost_digits=bool(lost_digits(row.cell("number"))),
        was_number=row.cell("number").was_number,
        name=name,
        class_text=own_class or around.class_text,
        class_also="" if own_class else around.title,
        class_or=others[0] if others else "",
        grade_text=_text(row, "grade") or around.grade,
        sex=_sex(row),
        born_on=_born(row, around.today),
        seat=_seat(row),
        group=group_in(row, _text(row, "group")),
        guardian=_text(row, "guardian"),
        phone=_short(row, "phone", row.number("phone")),
        left=left,
        is_guest=is_guest,
        asks="" if own_class else around.name,
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
    if lost := lost_digits(row.cell("number")):
        # Whom class and name tell, the plan finds.
        return lost
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
    left = None if _RETURNED.search(said) else _LEFT.search(said)
    gone = row.cell("gone")
    if _ABSENT.fullmatch(label_key(row.cell("present").text)) or _GONE.fullmatch(label_key(gone.text)) or gone.day:
        return str(_NOT_HERE), _GUEST in said
    if _GUEST in said and not left:
        row.say(Level.NOTE, "status" if not remark else "name", _IS_GUEST)
    return left.group() if left else "", _GUEST in said


def _class_texts(row: RowReader, around: _Around) -> tuple[str, ...]:
    cell = row.cell("class")
    if settled := around.points.get((cell.row, cell.column)):
        return (settled,)
    texts = class_texts(row)
    _short(row, "class", texts[0] if texts else "")
    return texts


def _born(row: RowReader, today: dt.date) -> dt.date | None:
    born = row.day("born", may_miss=True)
    if born is not None and born > today:
        row.say(Level.WARNING, "born", _NOT_BORN)
        return None
    return born


def _sex(row: RowReader) -> str:
    text = _text(row, "sex")
    sex = _SEXES.get(fold_width(text).casefold().rstrip("性生孩"))
    if text and sex is None:
        row.say(Level.WARNING, "sex", _ODD_SEX)
    return sex or ""


def _seat(row: RowReader) -> int | None:
    cell, place = row.cell("seat"), row.place("seat")
    text = fold_width(cell.text).strip().removeprefix("第").rstrip("号座位")
    # Nobody needs a seat: one that is odd stays empty and blocks nothing.
    seat = row.keep(optional(whole_of(replace(cell, text="" if label_key(text) in _NO_SEAT else text), place)))
    if seat is not None and not 1 <= seat <= HIGHEST_SEAT:
        row.say(Level.WARNING, "seat", _HIGH_SEAT, most=HIGHEST_SEAT)
        return None
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
