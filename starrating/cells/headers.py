"""Which columns of a header are which, by known names and by answers; and what is doubtful about it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Question, column_letters
from starrating.cells.model import Cell, Kind, Mark, Sheet
from starrating.cells.words import instead_of, is_identity, is_never_needed, is_second_row, names_of
from starrating.joiners import in_a_row
from starrating.text import Level, clean_text, fold_code, label_key, sentence

SEARCHED_ROWS = 10
# How many cells of a column are looked at to tell what is in it.
_SAMPLED = 60

_DUPLICATE = _("The header %(name)s is in several columns (%(columns)s). Delete or rename all but one.")
_AMBIGUOUS = _("Several columns could be %(wanted)s: %(names)s. Choose one, or rename the others.")
_PREFERRED = _("Of the columns %(names)s, %(chosen)s was used.")
_MISSING = _("Required columns are missing: %(names)s.")
_HIDDEN_NEEDED = _(
    "Required columns are hidden in the file: %(names)s. Say below that hidden parts are read as well; in a command: "
    "--hidden."
)
_IGNORED = _("Columns that are not needed were not read: %(names)s.")
_IDENTITY = _("Identity numbers are neither read nor kept: %(names)s.")
_UNKNOWN = _(
    "It is not known what the column %(name)s is (for example %(samples)s). Say below what it is, or that it is left "
    "out; in a command: --column '%(name)s=…'."
)

_NUMBERS = _("numbers")
_NO_SUCH_COLUMN = _("%(said)s is no column that is read here. There are: %(names)s.")

_IDENTITY_NUMBER = re.compile(r"[GJL]?[0-9]{17}[0-9X]|[0-9]{15}", re.IGNORECASE)
_PERSONAL = re.compile(r"[0-9]{7,}")
_NUMBER = re.compile(r"[0-9]+([.,][0-9]+)?分?")
# What no mark has: numbers of people, phones and days.
_NO_MARK = re.compile(r"[0-9]{5,}")
# 姓名/Name and 姓名Name: the same twice, for those who read no Chinese.
_ENGLISH = re.compile(r"([\u4e00-\u9fff]{2,})[/|]?[a-z.]{2,}")
_BRACKETED = re.compile(r"(.+?)\(([^()]*)\)")

_alias_key = lru_cache(maxsize=4096)(label_key)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that an import knows. The first alias is its primary name, the one that people are told.

    fill: a value merged over several rows counts for each of them (a class name beside its pupils). instead: names
    that count only where there is none of the aliases, in this order. exact: a remark in brackets makes another column.
    """

    key: str
    aliases: tuple[str, ...]
    required: bool = False
    fill: bool = False
    instead: tuple[str, ...] = ()
    exact: bool = False

    @property
    def name(self) -> str:
        """The primary name."""
        return self.aliases[0]

    def knows(self, label: str) -> bool:
        """Tell whether a label_key is one of the aliases, with or without a remark in brackets behind it."""
        forms = (label,) if self.exact else _forms(label)
        return any(form == _alias_key(alias) for form in forms for alias in self.aliases)

    def may_be(self, label: str) -> int:
        """Give which of the names ``instead`` a label_key is, counted from 1; 0 for none."""
        return next((at for at, name in enumerate(self.instead, 1) if _alias_key(name) in _forms(label)), 0)


def column(key: str, *also: str, required: bool = False, fill: bool = False, instead: Iterable[str] = ()) -> Column:
    """Give the column of a key with the names that schools use for it, and ``also`` those of one kind of file."""
    return Column(key, (*names_of(key), *also), required, fill, (*instead_of(key), *instead))


@lru_cache(maxsize=4096)
def _forms(label: str) -> tuple[str, ...]:
    bracketed = _BRACKETED.fullmatch(label) or _ENGLISH.fullmatch(label)
    return (label, bracketed[1]) if bracketed else (label,)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands above a column, of two rows joined: as people read it, to compare, and the cell where it stands."""

    text: str
    key: str
    cell: Cell


Labels = Mapping[int, Label]
Columns = Sequence[Column] | Callable[[Sheet, Labels], Sequence[Column]]


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """Where a header stands: its first and last row counted from 1, and the label of each column that has one."""

    top: int
    bottom: int
    labels: Labels


@dataclass(frozen=True, slots=True)
class Header:
    """A mapped header: column number by key, the names of the columns not used, what was found and what is asked."""

    columns: Mapping[str, int]
    ignored: tuple[str, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...] = ()


def columns_for(columns: Columns, sheet: Sheet, labels: Labels) -> Sequence[Column]:
    """Give the columns that are looked for below these labels."""
    return columns(sheet, labels) if callable(columns) else columns


def labels_of(sheet: Sheet, row: int) -> dict[int, Label]:
    """Give the labels of a row, by column; merged ranges count for each of their cells."""
    width = max((len(cells) for cells in sheet.rows), default=0)
    cells = {column: sheet.filled(row, column) for column in range(1, width + 1)}
    return {
        column: Label(_shown(cell), key, cell) for column, cell in cells.items() if (key := _alias_key(cell.text[:200]))
    }


def known_keys(labels: Labels, columns: Iterable[Column]) -> set[str]:
    """Give the keys of the columns that the labels name."""
    names = {label.key for label in labels.values()}
    return {column.key for column in columns if any(column.knows(name) or column.may_be(name) for name in names)}


def find_header(sheet: Sheet, columns: Columns) -> HeaderRows | None:
    """Find the header among the first ten rows: the one, or the two together, that name the most known columns."""
    best: HeaderRows | None = None
    most = 0
    above: dict[int, Label] = {}
    for number in range(1, min(SEARCHED_ROWS, len(sheet.rows)) + 1):
        labels = labels_of(sheet, number)
        count = len(known_keys(labels, columns_for(columns, sheet, labels)))
        if count > most:
            best, most = HeaderRows(number, number, labels), count
        if above and _continues(sheet, above, labels, number):
            joined = _joined(sheet, above, labels, number)
            count = len(known_keys(joined, columns_for(columns, sheet, joined)))
            if count and count >= most:
                best, most = HeaderRows(number - 1, number, joined), count
        above = labels
    return _extended(sheet, best, columns) if best else None


def _extended(sheet: Sheet, found: HeaderRows, columns: Columns) -> HeaderRows:
    """Where the header's cells are merged downwards, its last row is the one above the data."""
    if found.top < found.bottom:
        return found
    known = columns_for(columns, sheet, found.labels)
    bottoms = [
        span.bottom
        for span in sheet.merged
        if span.top <= found.bottom <= span.bottom
        and any(one.knows(_alias_key(sheet.cell(span.top, span.left).text[:200])) for one in known)
    ]
    bottom = max([found.bottom, *bottoms])
    return found if bottom == found.bottom else HeaderRows(found.top, bottom, labels_of(sheet, bottom))


def _own(labels: Labels, number: int) -> dict[int, Label]:
    return {column: label for column, label in labels.items() if label.cell.row == number}


def _continues(sheet: Sheet, above: Labels, labels: Labels, number: int) -> bool:
    """Tell whether a row is the second row of a header: each of its texts stands below a name of several columns."""
    own = _own(labels, number)
    if not own or len({id(label.cell) for label in above.values()}) < 2:
        return False
    # 学号 over 学号 beside 语文 over 得分: programs without merged cells write a name on both rows.
    same = [column for column, label in own.items() if column in above and above[column].key == label.key]
    if len(same) == len(own):
        return False
    for column, label in own.items():
        if label.cell.kind is not Kind.TEXT or _NUMBER.fullmatch(label.key):
            return False
        upper = above.get(column)
        if column in same:
            continue
        wide = upper is not None and (_is_wide(above, column) or (column + 1 not in above and column + 1 in own))
        beside = upper is None and _group_of(above, own, column) is not None
        if not (wide or beside or (upper is not None and is_second_row(label.key))):
            return False
    return True


def _is_wide(labels: Labels, column: int) -> bool:
    """Tell whether a label stands over several columns: merged, or written over each of them."""
    own = labels[column]
    beside = (labels.get(column - 1), labels.get(column + 1))
    return any(one is not None and (_same(one, own) or one.key == own.key) for one in beside)


def _same(one: Label | None, other: Label) -> bool:
    return one is not None and (one.cell.row, one.cell.column) == (other.cell.row, other.cell.column)


def _group_of(above: Labels, own: Labels, column: int) -> Label | None:
    """Give the name to the left that a column without one belongs to: all between have a text of their own."""
    for left in range(column - 1, 0, -1):
        if left not in own:
            return None
        if left in above:
            return above[left]
    return None


def _joined(sheet: Sheet, above: Labels, labels: Labels, number: int) -> dict[int, Label]:
    own = _own(labels, number)
    joined: dict[int, Label] = {}
    for column in sorted({*above, *labels}):
        lower = own.get(column)
        upper = above.get(column) or (_group_of(above, own, column) if lower else None)
        if lower is None:
            joined[column] = above.get(column) or labels[column]
        elif upper is None or upper.key == lower.key:
            joined[column] = lower
        elif is_second_row(upper.key) and not is_second_row(lower.key):
            # 分数 over 语文, 数学 and 名次 over the same again.
            joined[column] = Label(f"{lower.text}{upper.text}", f"{lower.key}{upper.key}", lower.cell)
        else:
            joined[column] = Label(f"{upper.text}{lower.text}", f"{upper.key}{lower.key}", lower.cell)
    return joined


@dataclass
class Mapper:
    """Maps one header's labels to keys. ``answers`` says what a label_key is: a key, or "" for what is left out.

    ``strict``: what is unknown and holds numbers has to be answered.
    """

    sheet: Sheet
    rows: HeaderRows
    columns: Sequence[Column]
    answers: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False
    strict: bool = False
    findings: list[Finding] = field(default_factory=list)

    def map(self, labels: Labels) -> Header:
        """Map these of the header's labels."""
        hidden = {} if self.hidden else {at: one for at, one in labels.items() if at in self.sheet.hidden_columns}
        labels = {at: label for at, label in labels.items() if at not in hidden}
        mapped: dict[str, int] = {}
        known: set[int] = set()
        self.findings = self._duplicates(labels)
        for one in self.columns:
            number, meant = self._pick(one, labels)
            known |= meant
            if number:
                mapped[one.key] = number
        self._say_unknown_answers(labels)
        missing = self._missing(mapped, hidden)
        others = {at: label for at, label in labels.items() if at not in known}
        questions = tuple(self._questions(others, blocks=bool(missing)))
        ignored = tuple(dict.fromkeys(label.text for label in others.values()))
        self._say_ignored(others, questions)
        return Header(mapped, ignored, (*self.findings, *missing), questions)

    def _pick(self, one: Column, labels: Labels) -> tuple[int, set[int]]:
        """Give the column's number, 0 for none, and every column that could be it."""
        said = [at for at, label in labels.items() if means(self.answers.get(label.key, ""), one)]
        free = {at: label for at, label in labels.items() if label.key not in self.answers}
        named = [at for at, label in free.items() if one.knows(label.key)]
        weaker = sorted((rank, at) for at, label in free.items() if (rank := one.may_be(label.key)))
        if said:
            return said[0], {*said, *named}
        if not named:
            instead = next((at for _rank, at in weaker if not self._is_identity(at, labels[at])), 0)
            instead = instead or (weaker[0][1] if weaker and one.required else 0)
            return instead, {instead} - {0}
        others = (at for _rank, at in weaker if one.required and not self._is_identity(at, labels[at]))
        return self._named(one, labels, named), {*named, *others}

    def _named(self, one: Column, labels: Labels, named: Sequence[int]) -> int:
        by_key: dict[str, int] = {}
        for at in named:
            by_key.setdefault(labels[at].key, at)
        if len(by_key) == 1:
            return named[0]
        names = in_a_row(labels[at].text for at in by_key.values())
        primary = by_key.get(_alias_key(one.name), 0)
        if primary:
            self._say(Level.WARNING, primary, _PREFERRED, names=names, chosen=labels[primary].text)
            return primary
        self._say(Level.ERROR, next(iter(by_key.values())), _AMBIGUOUS, wanted=one.name, names=names)
        return 0

    def _duplicates(self, labels: Labels) -> list[Finding]:
        groups: dict[str, list[int]] = {}
        for number, label in labels.items():
            # Merged cells repeat one cell, which is no duplicate.
            repeated = number > 1 and _same(labels.get(number - 1), label)
            if not repeated and label.key not in self.answers and any(one.knows(label.key) for one in self.columns):
                groups.setdefault(label.key, []).append(number)
        return [
            self._finding(
                Level.ERROR, numbers[1], _DUPLICATE,
                name=labels[numbers[0]].text, columns=in_a_row(column_letters(number) for number in numbers),
            )
            for numbers in groups.values()
            if len(numbers) > 1
        ]  # fmt: skip

    def _missing(self, mapped: Mapping[str, int], hidden: Labels) -> list[Finding]:
        doubtful = {one.name for one in self.columns for found in self.findings if _about(found, one)}
        needed = [one for one in self.columns if one.required and one.key not in mapped and one.name not in doubtful]
        unseen = [one.name for one in needed if any(one.knows(label.key) for label in hidden.values())]
        missing = [one.name for one in needed if one.name not in unseen]
        said = ((_HIDDEN_NEEDED, unseen), (_MISSING, missing))
        return [self._finding(Level.ERROR, 0, text, names=in_a_row(names)) for text, names in said if names]

    def _say_unknown_answers(self, labels: Labels) -> None:
        for at, label in labels.items():
            said = self.answers.get(label.key, "")
            if said and not any(means(said, one) for one in self.columns):
                names = in_a_row(one.name for one in self.columns)
                self._say(Level.ERROR, at, _NO_SUCH_COLUMN, said=said, names=names)

    def _questions(self, others: Labels, *, blocks: bool) -> Iterator[Question]:
        counts = Counter(label.key for label in others.values())
        for at, label in others.items():
            if label.key in self.answers or counts[label.key] > 1 or self._is_identity(at, label):
                continue
            cells = self._cells(at)
            if not cells or is_never_needed(label.key):
                continue
            texts = [fold_code(cell.text).text for cell in cells]
            numbers = sum(bool(_NUMBER.fullmatch(text)) and not _NO_MARK.match(text) for text in texts)
            # What may be a mark is shown to nobody.
            shown = [cell for cell in cells if not (self.strict and any(map(str.isdigit, cell.text)))]
            samples = tuple(dict.fromkeys(masked(cell.text) for cell in shown))[:3]
            must = blocks or (self.strict and numbers * 2 >= len(cells))
            yield Question(label.text, self.sheet.place(self.rows.bottom, at), samples, must, self._choices)

    @cached_property
    def _choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.key, one.name) for one in self.columns)

    def _say_ignored(self, others: Labels, questions: Sequence[Question]) -> None:
        open_ = {one.place.column for one in questions if one.blocks}
        identity = {at for at, label in others.items() if self._is_identity(at, label)}
        plain = dict.fromkeys(label.text for at, label in others.items() if at not in identity and at not in open_)
        if plain:
            self._say(Level.NOTE, 0, _IGNORED, names=in_a_row(plain))
        if identity:
            names = in_a_row(dict.fromkeys(others[at].text for at in sorted(identity)))
            self._say(Level.NOTE, 0, _IDENTITY, names=names)
        for one in questions:
            if one.blocks:
                values = {"name": one.header, "samples": in_a_row(one.samples) or str(_NUMBERS)}
                self.findings.append(Finding(Level.ERROR, one.place, "", sentence(_UNKNOWN, **values)))

    def _cells(self, at: int) -> list[Cell]:
        found = []
        for number in range(self.rows.bottom + 1, len(self.sheet.rows) + 1):
            cell = self.sheet.cell(number, at)
            if not cell.is_blank:
                found.append(cell)
                if len(found) == _SAMPLED:
                    break
        return found

    def _is_identity(self, at: int, label: Label) -> bool:
        if is_identity(label.key):
            return True
        cells = self._cells(at)
        like = sum(
            Mark.DESTROYED in cell.marks or bool(_IDENTITY_NUMBER.fullmatch(cell.text.strip())) for cell in cells
        )
        return like * 2 > len(cells)

    def _say(self, level: Level, at: int, message: Promise, **values: str) -> None:
        self.findings.append(self._finding(level, at, message, **values))

    def _finding(self, level: Level, at: int, message: Promise, **values: str) -> Finding:
        return Finding(level, self.sheet.place(self.rows.bottom, at), "", sentence(message, **values))


def means(answer: str, one: Column) -> bool:
    """Tell whether an answer names a column: by its key, or by one of its names."""
    return bool(answer) and (answer == one.key or one.knows(_alias_key(answer)))


def masked(text: str) -> str:
    """Give a value to show as a sample: without what looks like a number of a person, and short."""
    return _PERSONAL.sub(lambda found: f"{found[0][:2]}…", clean_text(text[:40]).text)[:20]


def _about(finding: Finding, one: Column) -> bool:
    message = finding.message
    return not isinstance(message, str) and ("wanted", one.name) in message.values


def _shown(cell: Cell) -> str:
    return clean_text(cell.text[:40]).text


# The sheet that says how to fill the form in; passed over when the form comes back.
INSTRUCTIONS = "填写说明"
# Begins one cell of the example row: 例：七年级(1)班, 例20250101.
EXAMPLE = "例"

_EXAMPLE_CELL = re.compile(rf"\s*{EXAMPLE}\s*[:：0-9].{{0,30}}", re.DOTALL)


def is_example(cells: Iterable[Cell]) -> bool:
    """Tell whether the cells are those of a form's example row."""
    return any(_EXAMPLE_CELL.fullmatch(cell.text) for cell in cells)
