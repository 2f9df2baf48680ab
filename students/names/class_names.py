"""Names of classes: every way a school writes them leads to one class, and one class has one shown name a year.

A grade is counted from primary 1: 7 is 七年级 and 初一, 10 is 高一. A class is its entry year and number for life
(级 is the year of entry, 届 the year of leaving), or an own name (253班, 立志一班).
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

DEFAULT_PATTERN = "{grade}({number})班"

_ORDINALS = "一二三四五六七八九"
_GRADE_IN_BRACKETS = re.compile(rf"^\(([{_ORDINALS}])\)(?=[0-9(])")
_ENGLISH = re.compile(r"^(?:grade|g)([1-9]|1[0-2])[,/-]?(?:class|c)\(?([0-9]{1,2})\)?$", re.IGNORECASE)
_GRADE = "十[一二]?|1[0-2]|[一二三四五六七八九1-9]"
_NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|[0-9]{1,2}"
_OPEN, _CLOSE = r"[(\[【〔]", r"[)\]】〕]"

_COHORT = re.compile(r"(?:小学|初中|高中|[初高](?=[0-9]))?(?P<year>20[0-9]{2}|[0-9]{2})(?P<kind>级|届)")
_STAGE_GRADE = re.compile(r"(?:(?P<stage>初|高)中?|小学?)(?P<grade>[一二三四五六1-6])(?:年级*)?")
_NUMERAL_GRADE = re.compile(rf"(?:小学|初中|高中)?(?P<grade>{_GRADE})(?:年级+|年)")
_REST = re.compile(rf"[.\-_—/·]?第?(?:{_OPEN}(?P<bracketed>{_NUMBER}){_CLOSE}|(?P<plain>{_NUMBER}))班?")
# Without a word for the grade only these are certain: “六(2)” “一1” “七3班” “7.3” “一二班”. Not so: 十一班 253班 71.
_SHORT = re.compile(
    rf"(?P<grade>{_GRADE})(?:{_OPEN}(?P<bracketed>{_NUMBER}){_CLOSE}班?|[.\-_—/·](?P<dotted>[0-9]{{1,2}})班?)"
    rf"|(?P<hanzi_grade>{_GRADE.replace('1-9', '').replace('|1[0-2]', '')})(?P<digits>[0-9]{{1,2}})班?"
    rf"|(?P<one>[{_ORDINALS}])(?P<hanzi>[{_ORDINALS}])班"
)
# 701 and 1012: the grade and a class of two digits. More than forty classes of one grade are an own name (253班).
_DIGITS = re.compile(r"(?P<grade>[1-9]|1[0-2])(?P<number>[0-3][0-9]|40)班?")
# 2601班 and 2026-1班: the year of entry and the class.
_YEAR_DIGITS = re.compile(r"(?:20)?(?P<year>[0-9]{2})(?:[\-.](?P<plain>[0-9]{1,2})|(?P<two>[0-3][0-9]|40))班")
_IN_TEXT = re.compile(
    rf"(?:(?:20)?[0-9]{{2}}级)?(?:[初高]中?[一二三四]|(?:{_GRADE})年级+)\s*[.\-_—]?第?{_OPEN}?(?:{_NUMBER}){_CLOSE}?班"
    rf"|20[0-9]{{2}}级{_OPEN}?(?:{_NUMBER}){_CLOSE}?班"
    rf"|(?<![0-9第一二三四五六七八九十])(?:[一二三四五六七八九][0-9]{{1,2}}|[1-9](?:0[1-9]|[1-3][0-9]))班"
    rf"|(?<![0-9一二三四五六七八九十])(?:{_GRADE.replace('|1[0-2]', '')}){_OPEN}(?:{_NUMBER}){_CLOSE}班?"
)
_REMARK = re.compile(r"(?<=班)[(\[【][^()\[\]【】0-9]+[)\]】]$")
_GRADE_ALONE = re.compile(rf"(?:(?P<year>20[0-9]{{2}})年?|(?P<grade>{_GRADE}))(?:\.0)?")
_GRADE_IN_TEXT = re.compile(
    rf"(?<![0-9一二三四五六七八九十])(?:{_GRADE})年级|[初高]中?[一二三四](?:年级)?|(?<![0-9])20[0-9]{{2}}[级届]"
)


@dataclass(frozen=True)
class ParsedClass:
    """Which class a text means: entry year and number, or an own name (with the entry year if the text tells it)."""

    entry_year: int | None
    number: int | None
    alias: str = ""


def parse_class_name(text: str, *, school_year: int, first_grade: int = 7, last_grade: int = 9) -> ParsedClass | None:
    """Read a class name as of the school year that starts in ``school_year``, in a school of these grades.

    ``None`` means that it names no class of the school: no number, a grade not taught, a cohort that has left, or
    grade and cohort that disagree. A text that names no grade is an own name as typed (NFKC, no blanks), to be looked
    up by ``alias_key`` and never made into a class by itself. Digits with a point must come as text: a numeric cell
    has made 7.1 of 7.10.
    """
    plain = _plain(text)
    grades = range(first_grade, last_grade + 1)
    if short := _SHORT.fullmatch(plain):
        grade = _bare_grade(number_in(_first(short, "grade", "hanzi_grade", "one")), grades)
        number = number_in(_first(short, "bracketed", "dotted", "digits", "hanzi"))
        return _resolved({_entry_year(grade, school_year, grades)}, number)
    years, rest = _explicit_entry_years(plain, school_year, grades)
    if not years:
        return _own_name(plain, school_year, grades)
    if named := _REST.fullmatch(rest):
        return _resolved(years, number_in(_first(named, "bracketed", "plain")))
    return _resolved(years, None, alias=rest)


def _own_name(plain: str, school_year: int, grades: range) -> ParsedClass | None:
    """Read a text without a grade: an own name, which digits such as 701 are together with the class that they mean."""
    if not plain.strip("()[].-班级年"):
        return None
    if (digits := _DIGITS.fullmatch(plain)) and int(digits["grade"]) in grades and int(digits["number"]):
        entry_year = _entry_year(int(digits["grade"]), school_year, grades)
        return ParsedClass(entry_year, int(digits["number"]), plain)
    if cohort := _YEAR_DIGITS.fullmatch(plain):
        entry_year, number = 2000 + int(cohort["year"]), int(_first(cohort, "plain", "two"))
        if number and entry_year in range(school_year - len(grades) + 1, school_year + 1):
            return ParsedClass(entry_year, number, plain)
    return ParsedClass(None, None, plain)


def grade_name_in(text: str) -> str | None:
    """Give the grade inside a title such as 2026年七年级期中成绩, else its cohort (2026级), else ``None``."""
    found = sorted(_GRADE_IN_TEXT.findall(_plain(text)), key=lambda one: one.endswith(("级", "届")) and one[:2] == "20")
    return found[0] if found else None


def grade_word(text: str) -> str:
    """Give 7年级 for 7 and 七, 2026级 for 2026, as columns of grades and years of entry have them; else the text."""
    found = _GRADE_ALONE.fullmatch(_plain(text))
    if found is None:
        return text
    return f"{found['year']}级" if found["year"] else f"{found['grade']}年级"


def class_name_in(text: str) -> str | None:
    """Give the class name inside a title such as 第十中学2025级七年级(1)班学生名册, or ``None``."""
    found = _IN_TEXT.search(_plain(text))
    return found.group() if found else None


def class_readings(text: str) -> tuple[str, ...]:
    """Give a class's name as written, without a remark behind it, and as it stands in a longer text.

    七1班（平行） is 七1班, and 七年级(1)班 张老师 is 七年级(1)班.
    """
    plain = _plain(text)
    within = class_name_in(plain)
    found = (text, _REMARK.sub("", plain), within or "")
    return tuple(dict.fromkeys(one for one in found if one))


def grade_number(entry_year: int, school_year: int, first_grade: int = 7) -> int:
    """Give the grade in which a cohort is in the school year that starts in ``school_year``."""
    return first_grade + school_year - entry_year


def grade_name(number: int, style: str = "numeral", *, first_grade: int = 7) -> str:
    """Name a grade 七年级 (``numeral``) or 初一 (``stage``; grade 6 where a five-four school begins so); 10 is 高一."""
    junior_one = _junior_one(first_grade)
    if number > 9 and number - 9 <= len(_ORDINALS):
        return f"高{_ORDINALS[number - 10]}"
    if style == "stage" and junior_one <= number <= 9:
        return f"初{_ORDINALS[number - junior_one]}"
    return f"{_ORDINALS[number - 1]}年级" if 1 <= number <= 9 else f"{number}年级"


def class_name(pattern: str, grade: str, number: int, alias: str = "") -> str:
    """Give the shown name; an own name wins unless the pattern has a place for it. Other braces stay as typed."""
    if alias and "{alias}" not in pattern:
        return alias
    shown = (pattern or DEFAULT_PATTERN).replace("{grade}", grade).replace("{number}", str(number))
    return shown.replace("{alias}", alias)


def alias_key(alias: str) -> str:
    """Give what two spellings of an own name have in common: 253 and ２５３班. Look-alike letters stay different."""
    return _plain(alias).casefold().removesuffix("班")


def nearest(text: str, names: Iterable[str]) -> str | None:
    """Give the name a text that matches nothing may stand for: shown with the error, never taken without asking."""
    folded = {_look_alike(name): name for name in names}
    close = difflib.get_close_matches(_look_alike(text), folded, n=1, cutoff=0.5)
    return folded[close[0]] if close else None


def _plain(text: str) -> str:
    plain = re.sub(r"[\s\u200b-\u200d\u2060\ufeff]+", "", unicodedata.normalize("NFKC", text)).replace("級", "级")
    # (七)1班 is 七1班, and Grade 7 Class 1 is 7年级1班.
    return _ENGLISH.sub(r"\1年级\2班", _GRADE_IN_BRACKETS.sub(r"\1", plain))


def _first(found: re.Match[str], *groups: str) -> str:
    return next(value for value in map(found.group, groups) if value)


def number_in(text: str) -> int:
    """Read 一 to 九十九, or Arabic digits."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    value = _ORDINALS.index(ones) + 1 if ones else 0
    return value + (10 * (_ORDINALS.index(tens) + 1 if tens else 1) if ten else 0)


def _bare_grade(grade: int, grades: range) -> int:
    """Read 三(2) as a school of one stage means it, its third grade, where the school teaches no grade 3."""
    third_of_stage = grades.start + grade - 1
    if grade not in grades and grades.start > 1 and len(grades) <= 4 and third_of_stage in grades:
        return third_of_stage
    return grade


def _entry_year(grade: int, school_year: int, grades: range) -> int | None:
    return school_year - (grade - grades.start) if grade in grades else None


def _explicit_entry_years(plain: str, school_year: int, grades: range) -> tuple[set[int | None], str]:
    """Read the words for cohort and grade, each as an entry year (``None``: not of this school), and give the rest."""
    years: set[int | None] = set()
    rest = plain
    if cohort := _COHORT.match(rest):
        year = 2000 + int(cohort.group("year")) % 100
        entry_year = year if cohort.group("kind") == "级" else year - len(grades)
        years.add(entry_year if entry_year in range(school_year - len(grades) + 1, school_year + 1) else None)
        rest = rest[cohort.end() :]
    if grade := _STAGE_GRADE.match(rest) or _NUMERAL_GRADE.match(rest):
        years.add(_entry_year(_grade_of(grade, grades), school_year, grades))
        rest = rest[grade.end() :]
    return years, rest


def _grade_of(found: re.Match[str], grades: range) -> int:
    ordinal = number_in(found.group("grade"))
    stage = found.groupdict().get("stage")
    if stage == "初":
        return _junior_one(grades.start) + ordinal - 1 if ordinal < 5 else ordinal
    if stage == "高":
        return 9 + ordinal if ordinal < 4 else ordinal
    return ordinal


def _junior_one(first_grade: int) -> int:
    return 6 if first_grade == 6 else 7


def _resolved(years: set[int | None], number: int | None, alias: str = "") -> ParsedClass | None:
    entry_year = years.pop() if len(years) == 1 else None
    if entry_year is None or (number is not None and number < 1) or (number is None and not alias.strip("()[].-班级")):
        return None
    return ParsedClass(entry_year, number, alias)


_LOOK_ALIKE = str.maketrans(
    {
        **dict(zip("АВСЕНІКМОРТХ", "ABCEHIKMOPTX", strict=True)),
        **dict(zip("авсеіорх", "abceiopx", strict=True)),
        **dict(zip("ΑΒΕΗΙΚΜΝΟΡΤΧ", "ABEHIKMNOPTX", strict=True)),
        **{character: str(value) for value, character in enumerate(_ORDINALS, start=1)},
        **dict.fromkeys("〇零Oo", "0"),
        **dict.fromkeys("lI|", "1"),
        **dict.fromkeys("()[]【】〔〕年级班", ""),
    }
)


def _look_alike(text: str) -> str:
    return _plain(text).translate(_LOOK_ALIKE).translate(_LOOK_ALIKE).casefold()
