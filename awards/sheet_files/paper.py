"""What one sheet of a workbook says (班级评星表): class, month, stars with names as written, the lines of signatures.

Nothing here knows a class, a pupil or a star of the school: texts come out as they stand, each with its place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Findings, Place
from starrating.cells.headers import Labels, column, labels_of
from starrating.cells.model import Cell, Sheet
from starrating.cells.tables import Row, Table, find_table
from starrating.cells.values import code_of, finding, text_of
from starrating.text import Level, clean_text, fold_width, label_key
from students.imports.pipeline.class_cells import class_of_day, is_point
from students.imports.pipeline.meanings import NO_MEANINGS, Meanings

COLUMNS = (
    column("order"),
    column("star", required=True, fill=True),
    column("winners", required=True),
    column("count"),
    column("remark"),
)
COMMITTEE, SUBJECTS, HOMEROOM, OFFICE = "committee", "subjects", "homeroom", "office"
_FOOTER_WORDS = {
    COMMITTEE: ("评星小组成员签名", "评星小组签名", "评星小组签字", "评星小组意见"),
    SUBJECTS: ("科任教师意见", "科任老师意见", "科任意见", "任课教师意见", "任课老师意见"),
    HOMEROOM: ("班主任签名", "班主任签字", "班主任意见"),
    OFFICE: ("政教处意见", "政教处盖章", "德育处意见"),
}
# A school may call its committee and its office otherwise: any name, with the words that say what it is.
_OWN_NAMES = {
    COMMITTEE: (("小组", "委员会", "评议会"), ("成员签名", "签名", "签字", "意见")),
    OFFICE: (("处", "室", "部", "中心"), ("意见", "盖章")),
}
_EMPTY_WORDS = frozenset({"无", "没有", "暂无", "无人", "空", "空缺", "缺", "0", "none"})
_CLASS_IN_CELL = re.compile(r"班\s*级\s*[:：]\s*(?P<name>\S+(?:\s?\S+)*?)(?=\s{2,}|\s+\S+[:：]|$)")
_NUMERALS = "一二三四五六七八九十"
_MONTH = re.compile(
    rf"(?:(20\d\d)\s*年\s*)?(?<!\d)(1[0-2]|0?[1-9]|十[一二]?|[{_NUMERALS[:9]}])\s*月(?!\s*\d{{1,2}}\s*日)"
)
# 2026-11, 2026.11 and 202611.
_MONTH_IN_DIGITS = re.compile(r"(?<!\d)(20\d\d)[-./]?(1[0-2]|0[1-9]|(?<=[-./])[1-9])(?![-./]?\d)")
_DATE_LINE = re.compile(
    r"(日期:?)?[\d一二三四五六七八九十〇]{0,4}年[\d一二三四五六七八九十]{0,3}月[\d一二三四五六七八九十]{0,3}日"
)
_COUNT = re.compile(r"(\d{1,3})(?:人|名)?")

_COUNT_UNCLEAR = _("The number of pupils cannot be read; the names were counted.")
_REMARKS = _("Remarks are not imported.")
_NO_STAR = _("There are names here without a star.")


@dataclass(frozen=True)
class Written:
    """A text of the sheet and where it stands; ``other``: what a number such as 7.1 may mean as well (7.10)."""

    text: str
    place: Place
    other: str = ""


@dataclass(frozen=True)
class StarLine:
    """One row: the star, the names as one text (empty where nobody won), and the number that stands beside them."""

    star: Written
    winners: Written
    count: int | None
    count_place: Place


@dataclass(frozen=True)
class PaperSheet:
    """A sheet as it was read; with an error among the findings, not to be used.

    ``month`` is (year or None, month) of the title, None where it names none. ``words`` holds what stands beside
    the labels of the footer, by COMMITTEE, SUBJECTS, HOMEROOM and OFFICE; an empty text where the label stands alone.
    """

    place: Place
    class_cell: Written | None
    title_texts: tuple[str, ...]
    month: tuple[int | None, int] | None
    lines: tuple[StarLine, ...]
    words: Mapping[str, Written]
    findings: tuple[Finding, ...]


def read_paper(sheet: Sheet, meanings: Meanings = NO_MEANINGS, asked: Findings | None = None) -> PaperSheet:
    """Read one visible sheet that has a row a star. Every repair and doubt is a finding with its cell.

    What has to be asked about its columns goes to ``asked``.
    """
    search = find_table(sheet, COLUMNS, answers=meanings.answers, hidden=meanings.hidden)
    if asked is not None:
        asked.questions.extend(search.questions)
    if search.table is None:
        return PaperSheet(sheet.place(), None, (), None, (), {}, search.findings)
    table = search.table
    words, footer_rows = footer(sheet, table.header_row)
    above = labels_of(sheet, table.header_row)
    findings = Findings(one for one in search.findings if one.place.row not in footer_rows)
    lines: dict[tuple[int, int], StarLine] = {}
    for one in search.tables:
        findings.extend(meanings.remembered(one))
        rows = [row for row in one.rows if row.number not in footer_rows]
        columns = _winner_columns(one, rows, above)
        for row in rows:
            line = _line(row, columns, findings)
            if line is not None:
                # A name that is merged over several rows is one star.
                at = (row.cell("star").row, row.cell("star").column)
                lines[at] = _both(lines[at], line) if at in lines else line
    return PaperSheet(
        place=sheet.place(),
        class_cell=class_cell(sheet, table.header_row, findings),
        title_texts=table.titles,
        month=month_in(table.titles),
        lines=tuple(lines.values()),
        words=words,
        findings=tuple(findings),
    )


_SERIAL = re.compile(r"^(?:\(?\d{1,2}\)?[、.]?|[一二三四五六七八九十]{1,2}[、.])")
_OF_STAR = re.compile(r"\(\d*(?:人|名|颗|个)?\)$|[★☆⭐*]+$")


def star_key(text: str) -> str:
    """Give what 文明星, 一、文明星, 文明星(5人), 文明星☆ and 文明之星 have in common."""
    key = _SERIAL.sub("", _OF_STAR.sub("", label_key(text)).strip("★☆⭐*"))
    return f"{key.removesuffix('之星')}星" if key.endswith("之星") else key


def month_in(titles: Iterable[str]) -> tuple[int | None, int] | None:
    """Read the month that a title names: 2025年9月, 9月份, 九月. Days such as 9月28日 are no month of a sheet."""
    for title in titles:
        text = fold_width(title)
        if found := _MONTH.search(text) or _MONTH_IN_DIGITS.search(text):
            year, month = found.groups()
            return int(year) if year else None, _month_number(month)
    return None


def _month_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return sum(_NUMERALS.index(numeral) + 1 for numeral in text)


def class_cell(sheet: Sheet, header: int, findings: Findings) -> Written | None:
    for number, row in enumerate(sheet.rows[: header - 1], start=1):
        for cell in row:
            if label_key(cell.text) == "班级":
                value = next((other for other in row[cell.column :] if not other.is_blank), None)
                return _class_text(value, sheet.place(number, value.column), findings) if value else None
            if found := _CLASS_IN_CELL.search(clean_text(cell.text, join_han=False).text):
                return Written(found.group("name"), sheet.place(number, cell.column))
    return None


def _class_text(cell: Cell, place: Place, findings: Findings) -> Written:
    reading = text_of(cell, place)
    findings.extend(reading.findings)
    return Written(class_of_day(cell) or reading.value, place, f"{cell.text}0" if is_point(cell) else "")


def _both(line: StarLine, other: StarLine) -> StarLine:
    text = "、".join(filter(None, (line.winners.text, other.winners.text)))
    return replace(line, winners=Written(text, line.winners.place), count=line.count or other.count)


def _winner_columns(table: Table, rows: Sequence[Row], labels: Labels) -> range:
    """Find the columns of names: one, or those below a header that is merged over them or has none beside it."""
    sheet, header, first = table.sheet, table.header_row, table.columns["winners"]
    for span in sheet.merged:
        if span.top <= header <= span.bottom and span.left <= first <= span.right:
            return range(span.left, span.right + 1)
    last = first
    while last + 1 not in labels and _has_names(sheet, rows, last + 1):
        last += 1
    return range(first, last + 1)


def _has_names(sheet: Sheet, rows: Sequence[Row], at: int) -> bool:
    """Tell a column of names from one of counts, which have no word above them either."""
    texts = [label_key(cell.text) for row in rows if not (cell := sheet.cell(row.number, at)).is_blank]
    return bool(texts) and not any(text[0].isdigit() for text in texts)


def _line(row: Row, columns: Sequence[int], findings: Findings) -> StarLine | None:
    star = text_of(row.cell("star"), row.place("star"))
    winners = _winners(row, columns, findings)
    if not star.value:
        if winners.text:
            findings.say(Level.ERROR, winners.place, winners.text[:40], _NO_STAR)
        return None
    if _DATE_LINE.fullmatch(label_key(star.value)):
        return None
    findings.extend(star.findings)
    if not row.cell("remark").is_blank:
        findings.say(Level.NOTE, row.place("remark"), "", _REMARKS)
    count = _count(row, findings)
    return StarLine(Written(star.value, row.place("star")), winners, count, row.place("count"))


def _winners(row: Row, columns: Sequence[int], findings: Findings) -> Written:
    texts = []
    for at in columns:
        cell = row.sheet.cell(row.number, at)
        # A line break parts names here, as it does nowhere else.
        plain = replace(cell, text=re.sub(r"[\r\n\v\f\u2028\u2029]+", "、", cell.text.strip()))
        reading = text_of(plain, row.sheet.place(row.number, at), join_han=False)
        findings.extend(reading.findings)
        if reading.value and label_key(reading.value) not in _EMPTY_WORDS:
            texts.append(reading.value)
    return Written("、".join(texts), row.place("winners"))


def _count(row: Row, findings: Findings) -> int | None:
    cell, place = row.cell("count"), row.place("count")
    code = code_of(cell, place)
    findings.extend(code.findings)
    if not code.value or code.refused:
        return None
    if found := _COUNT.fullmatch(code.value):
        return int(found.group(1))
    findings.append(finding(Level.WARNING, cell, place, _COUNT_UNCLEAR))
    return None


def footer(sheet: Sheet, header: int) -> tuple[dict[str, Written], frozenset[int]]:
    """Read what stands beside each label of the footer, and the rows that begin with one."""
    words: dict[str, Written] = {}
    rows = set()
    for number in range(header + 1, len(sheet.rows) + 1):
        cells = [cell for cell in sheet.rows[number - 1] if not cell.is_blank]
        if not cells or _label(cells[0].text) is None:
            continue
        rows.add(number)
        for key, text, at in _footer_texts(cells):
            words.setdefault(key, Written(text, sheet.place(number, at)))
    return words, frozenset(rows)


def _footer_texts(cells: Sequence[Cell]) -> Iterator[tuple[str, str, int]]:
    """Give each label of a row with the text in its own cell and in those up to the next label."""
    labels = [(position, found) for position, cell in enumerate(cells) if (found := _label(cell.text))]
    for place, (position, (key, rest)) in enumerate(labels):
        end = labels[place + 1][0] if place + 1 < len(labels) else len(cells)
        beside = [clean_text(cell.text, join_han=False).text for cell in cells[position + 1 : end]]
        yield key, "、".join(filter(None, [rest, *beside])), cells[position].column


def _label(text: str) -> tuple[str, str] | None:
    plain = clean_text(text, join_han=False).text
    for key, pattern in _footer_patterns():
        if found := pattern.match(plain):
            return key, plain[found.end() :].strip()
    return None


def _any_of(words: Sequence[str]) -> str:
    return "|".join(r"\s*".join(word) for word in words)


@lru_cache(maxsize=1)
def _footer_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Match labels spaced out, with a remark in brackets, ending in a colon, such as “班 主 任 签 名（签字）：”."""
    spaced = {key: _any_of(words) for key, words in _FOOTER_WORDS.items()}
    for key, (kinds, ends) in _OWN_NAMES.items():
        spaced[key] += rf"|[\u4e00-\u9fff\s]{{1,20}}?(?:{_any_of(kinds)})\s*(?:{_any_of(ends)})"
    return tuple(
        (key, re.compile(rf"(?:{labels})\s*(?:[(（][^)）]*[)）])?\s*[:：]?")) for key, labels in spaced.items()
    )
