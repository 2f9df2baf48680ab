"""What a cell says as a name, a code, a whole number or a day, with every repair and every doubt as a finding."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Place, has_errors
from starrating.cells.model import Cell, Kind, Mark
from starrating.cells.numerals import day_in_digits
from starrating.days import long_day
from starrating.text import Cleaned, Level, clean_text, fold_code, fold_width, sentence

T = TypeVar("T")

_ERROR_TEXTS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_ERROR = re.compile("|".join(re.escape(text) for text in _ERROR_TEXTS), re.IGNORECASE)
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?E\+?\d{2}$", re.IGNORECASE)
_POWER = re.compile(r"(?P<first>[1-9])\.(?P<behind>\d+)E(?P<plus>\+?)0?(?P<power>[1-9]\d?)", re.IGNORECASE | re.ASCII)
_EXACT_DIGITS = 15
_WHOLE = re.compile(r"^\d{1,9}$")
# What may stand behind a day: an hour, a part of the day, its weekday, a remark such as 生 behind a birthday.
_HOUR = (
    r"(?:[ T]*(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
    r"[ T]*\(?(?:凌晨|早上|早晨|清晨|上午|中午|午间|下午|傍晚|晚上|夜间|早读|早自习|早操|大?课间操?|午休|午饭|午自习"
    r"|晚饭|晚自习|晚修|放学后?|课后|晚|早)?\)?"
    r"[ T]*(?:\d{1,2}(?:[:：]\d{1,2}){1,2}(?:\.\d+)?Z?(?:[-—~至]\d{1,2}[:：]\d{1,2})?|\d{1,2}[时点](?:\d{1,2}分?|半)?)?"
    r"(?:许|左右|生|出生)?(?:第[一二三四五六七八九\d]节课?)?)?"
)
_DATE = re.compile(
    rf"^(\d{{4}})(?:[-./](\d{{1,2}})[-./](\d{{1,2}})|年(\d{{1,2}})月(\d{{1,2}})[日号]?|(\d{{2}})(\d{{2}})){_HOUR}$"
)
_MONTH_DAY = re.compile(rf"^(?:(\d{{1,2}})月(\d{{1,2}})[日号]?|(\d{{1,2}})[-./](\d{{1,2}})){_HOUR}$")
_SHORT_DATE = re.compile(r"^\d{1,2}[-./]\d{1,2}[-./]\d{2,4}$")
_MONTH = re.compile(r"^\d{4}[-./年]?\d{1,2}月?$")
# Days of Excel for 1940 to 2100: outside of it a number is no plausible day.
_SERIALS = range(14611, 73051)
_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)

_ERROR_VALUE = _("The cell shows a spreadsheet error. Correct it in the file.")
_NOT_CALCULATED = _("The formula was never calculated. Paste it as values first.")
_FORMULA = _("The cell is a formula; the value that it last showed was used.")
_TOO_LONG = _("The cell holds more than 1,000 characters.")
DESTROYED = _("Excel has destroyed this long number: its last digits are lost. Type it again as text.")
_QUOTED = _('The text was written as ="…"; the part in quotation marks was used.')
_NOT_WHOLE = _("A whole number was expected here.")
_ONLY_MONTH = _("This names a month without its day. Write the day as 2026-09-01.")
_COMPLETED = _("The date has no year and was read as %(day)s.")
_NUMBER_READ = _("The number was written %(typed)s and read as %(number)s.")
_NOT_A_DAY = _("This is not a date such as 2026-09-01.")
_NO_SUCH_DAY = _("This date does not exist. Correct it.")
_AMBIGUOUS_DAY = _("It is unclear which part is the day, the month and the year. Write it as 2026-09-01.")
_SERIAL_DAY = _("The date was stored as a number of days and read as %(day)s.")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What was read, and what is to be said about it; with an error among the findings, do not use the value."""

    value: T
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the cell must not be used."""
        return has_errors(self.findings)


def shown(cell: Cell) -> str:
    """Give the cell's text for a finding: short, on one line."""
    return clean_text(cell.text[:60]).text


def finding(level: Level, cell: Cell, place: Place, message: str | Promise, **values: object) -> Finding:
    """Give a finding about a cell, with the cell's text as its value."""
    return Finding(level, place, shown(cell), sentence(message, **values))


def is_error(cell: Cell) -> bool:
    """Tell whether a cell shows an error such as #N/A."""
    return cell.kind is Kind.ERROR or (cell.kind is Kind.TEXT and bool(_ERROR.fullmatch(cell.text.strip())))


def _cell_findings(cell: Cell, place: Place) -> list[Finding]:
    """List what is wrong with the cell itself, whatever is to be read from it."""
    if is_error(cell):
        return [finding(Level.ERROR, cell, place, _ERROR_VALUE)]
    found: list[Finding] = []
    if Mark.UNCALCULATED in cell.marks:
        found.append(finding(Level.ERROR, cell, place, _NOT_CALCULATED))
    elif Mark.FORMULA in cell.marks:
        found.append(finding(Level.NOTE, cell, place, _FORMULA))
    if Mark.LONG in cell.marks:
        found.append(finding(Level.ERROR, cell, place, _TOO_LONG))
    if Mark.DESTROYED in cell.marks:
        found.append(finding(Level.ERROR, cell, place, DESTROYED))
    if Mark.QUOTED_CODE in cell.marks:
        found.append(finding(Level.NOTE, cell, place, _QUOTED))
    return found


def _reading(cell: Cell, place: Place, cleaned: Cleaned) -> Reading[str]:
    found = _cell_findings(cell, place)
    found.extend(Finding(note.level, place, shown(cell), note.message) for note in cleaned.notes)
    return Reading(cleaned.text, tuple(found))


def text_of(cell: Cell, place: Place, *, join_han: bool = True) -> Reading[str]:
    """Read a name or another free text. join_han=False keeps the spaces of a cell that lists several names."""
    return _reading(cell, place, clean_text(cell.text, join_han=join_han))


def code_of(cell: Cell, place: Place) -> Reading[str]:
    """Read a number that is a name, such as a student number: ordinary digits, no spaces, text even if a number."""
    reading = _reading(cell, place, fold_code(cell.text))
    if Mark.DESTROYED not in cell.marks and _SCIENTIFIC.match(reading.value):
        return Reading(reading.value, (*reading.findings, finding(Level.ERROR, cell, place, DESTROYED)))
    return reading


# What programs and people put around a number that is a name: No.20260106, '20260104, `20260103, 20260105#, 20260101.0.
_AROUND_NUMBER = re.compile(
    r"^(?:[*(\[【<《「'`´‘’\"“”=]|(?:NO|No|no|学号|编号)[.:：]?(?=[0-9])|#)*(?P<core>.*?)(?:\([^()0-9]+\))?(?:\.0+)?[*)\]】>》」'`‘’\"“”#。,，;；.、]*$"
)
_PAIRS = (("(", ")"), ("[", "]"), ("【", "】"))
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


def number_of(cell: Cell, place: Place) -> Reading[str]:
    """Read a number that is a name; what stands around it as guard or by mistake goes, with a note."""
    if not cell.text.isdecimal() and (whole := _whole_of_power(fold_width(cell.text).strip())):
        return Reading(whole, (finding(Level.NOTE, cell, place, _NUMBER_READ, typed=shown(cell), number=whole),))
    reading = code_of(cell, place)
    if reading.value.isdecimal() or reading.refused:
        return reading
    found = _AROUND_NUMBER.match(reading.value)
    core = found["core"] if found else reading.value
    core = core.replace(",", "") if _THOUSANDS.fullmatch(core) else core
    # 七(1) is no number with something around it.
    if not core or core == reading.value or any(core.count(one) != core.count(other) for one, other in _PAIRS):
        return reading
    said = finding(Level.NOTE, cell, place, _NUMBER_READ, typed=reading.value, number=core)
    return Reading(core, (*reading.findings, said))


def lost_digits(cell: Cell) -> str:
    """Give a number such as 2.02601E+07, whose last digits a spreadsheet has dropped; empty for any other cell."""
    # Nearly every number is digits and no more.
    if cell.kind is not Kind.TEXT or cell.text.isdecimal():
        return ""
    text = fold_width(cell.text).strip()
    return text if _SCIENTIFIC.match(text) and not _whole_of_power(text) else ""


def _whole_of_power(text: str) -> str:
    """Give the digits of 2.0250103E7, as programs write a number that they have whole; empty where some are lost.

    A spreadsheet writes E+07 and rounds; who writes E7 has left zeros at the end out.
    """
    found = _POWER.fullmatch(text)
    if found is None or int(found["power"]) >= _EXACT_DIGITS:
        return ""
    behind, power = found["behind"], int(found["power"])
    if len(behind) > power or (found["plus"] and len(behind) < power):
        return ""
    return f"{found['first']}{behind}".ljust(power + 1, "0")


def fits(lost: str, number: str) -> bool:
    """Tell whether a number is one that a spreadsheet writes as ``lost``."""
    if not (number.isascii() and number.isdecimal()):
        return False
    mantissa, _e, exponent = lost.upper().partition("E")
    decimals = len(mantissa.partition(".")[2])
    own, _e, own_exponent = f"{int(number):.{decimals}E}".partition("E")
    return (own, int(own_exponent)) == (mantissa, int(exponent))


def whole_of(cell: Cell, place: Place) -> Reading[int | None]:
    """Read a count or a seat; None for a blank cell, an error for anything but digits."""
    code = number_of(cell, place)
    if not code.value or code.refused:
        return Reading(None, code.findings)
    if not _WHOLE.match(code.value):
        return Reading(None, (*code.findings, finding(Level.ERROR, cell, place, _NOT_WHOLE)))
    return Reading(int(code.value), code.findings)


MonthDay = Callable[[int, int], date | None]


def optional(reading: Reading[T]) -> Reading[T]:
    """Give a reading whose errors are warnings: what is unclear stays empty and blocks nobody."""
    found = (replace(one, level=Level.WARNING) if one.level is Level.ERROR else one for one in reading.findings)
    return Reading(reading.value, tuple(found))


def parse_day(
    cell: Cell, place: Place, *, epoch_1904: bool = False, complete: MonthDay | None = None
) -> Reading[date | None]:
    """Read a day; None for a blank cell.

    Taken: a date cell, 2026-9-1, 2026.09.01, 2026/9/1, 2026年9月1日, 20260901, and a number of days since the
    workbook's epoch (with a note), each with an hour behind it or none. A month and a day without a year are completed
    by ``complete``, with a note; else they are an error, as all other text.
    """
    code = code_of(cell, place)
    if code.refused or not code.value:
        return Reading(None, code.findings)
    if cell.day is not None:
        return Reading(cell.day, code.findings)
    if complete is not None and (day := _completed(cell, code, complete)):
        return Reading(day, (*code.findings, finding(Level.NOTE, cell, place, _COMPLETED, day=long_day(day))))
    if cell.was_number and code.value.isdecimal() and int(code.value) in _SERIALS:
        day = (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=int(code.value))
        return Reading(day, (*code.findings, finding(Level.NOTE, cell, place, _SERIAL_DAY, day=long_day(day))))
    return _written_day(cell, place, code)


def _day_texts(cell: Cell, code: Reading[str]) -> tuple[str, str]:
    """Give a day as it is written, and without its blanks."""
    return day_in_digits(fold_width(clean_text(cell.text).text)), day_in_digits(code.value)


def _completed(cell: Cell, code: Reading[str], complete: MonthDay) -> date | None:
    written, plain = _day_texts(cell, code)
    found = _MONTH_DAY.match(written) or _MONTH_DAY.match(plain)
    if found is None:
        return None
    month, day = (int(group) for group in found.groups() if group)
    return complete(month, day)


def _written_day(cell: Cell, place: Place, code: Reading[str]) -> Reading[date | None]:
    written, plain = _day_texts(cell, code)
    match = _DATE.match(written.rstrip(".。")) or _DATE.match(plain)
    if match is None:
        message = _AMBIGUOUS_DAY if _SHORT_DATE.match(plain) else _NOT_A_DAY
        message = _ONLY_MONTH if _MONTH.match(plain) else message
        return Reading(None, (*code.findings, finding(Level.ERROR, cell, place, message)))
    year, month, day = (int(group) for group in match.groups() if group)
    try:
        return Reading(date(year, month, day), code.findings)
    except ValueError:
        return Reading(None, (*code.findings, finding(Level.ERROR, cell, place, _NO_SUCH_DAY)))
