"""What the editor prints of one part of a draft: sections with boxes and rows, each with what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from typing import Annotated, Any, get_args, get_origin

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from awards.models import Scheme
from awards.rules.problems import ProblemLevel
from awards.rules.scheme.checks import SpecProblem
from awards.rules.scheme.document import hint_of, keys_of, row_type
from awards.schemes.editor.parts import CODE, PARTS, PLACE, REMOVE, Part, part_of
from awards.schemes.labels import PLACE as WHERE, key_words, place_words
from awards.schemes.numbers import ONLY_WITH, nought_help, only_with

# A wide box is as wide as the page and grows with its text.
LONG_TEXTS = ("guiding_idea", "words.committee_members")
# The groups of settings on a page; lists are called by their own keys.
TITLES: Mapping[str, Any] = {
    "caps": gettext_lazy("Limits"),
    "subject_teachers": gettext_lazy("Subject teachers"),
    "notice": gettext_lazy("Public notice"),
    "objections": gettext_lazy("Objections"),
    "champions": gettext_lazy("Champion stars"),
    "deductions": pgettext_lazy("of a scheme", "Deductions"),
    "rewards": gettext_lazy("Rewards"),
}


@dataclass(frozen=True)
class Box:
    """One thing to type or choose; ``name`` is the key that problems speak of, and the name in the form."""

    name: str
    label: str
    kind: str
    value: Any
    problems: Sequence[str]
    choices: Sequence[tuple[Any, str]] = ()
    longest: int = 0
    help: str = ""
    only_with: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a list; ``number`` is its place, counted from 1."""

    name: str
    number: int
    title: str
    hidden: Sequence[Box]
    boxes: Sequence[Box]
    problems: Sequence[str]

    @property
    def place_name(self) -> str:
        return f"{self.name}.{PLACE}"

    @property
    def remove_name(self) -> str:
        return f"{self.name}.{REMOVE}"

    @property
    def wrong(self) -> bool:
        return bool(self.problems) or any(box.problems for box in self.boxes)


@dataclass(frozen=True)
class Section:
    """Boxes that belong together, or the list at ``name``."""

    name: str
    title: str
    boxes: Sequence[Box] = ()
    rows: Sequence[Row] = ()
    problems: Sequence[str] = ()
    is_list: bool = False


@dataclass(frozen=True)
class ProblemLine:
    """A problem in words with the page and place where it is put right, as ``partials/problems.html`` prints it."""

    part: Part
    place: str
    message: str
    url: str
    later: bool

    @property
    def level(self) -> ProblemLevel:
        return ProblemLevel.WARNING if self.later else ProblemLevel.BLOCKING


@dataclass(frozen=True)
class PartPage:
    """A part of a draft; ``seen`` marks what the draft said when the page was made, ``unsaved``: the page says more."""

    draft: Scheme
    part: Part
    parts: Sequence[Part]
    sections: Sequence[Section]
    problems: Sequence[ProblemLine]
    seen: str
    unsaved: bool


def part_page(
    draft: Scheme,
    part: Part,
    document: Mapping[str, Any],
    problems: Sequence[SpecProblem],
    *,
    seen: str,
    unsaved: bool = False,
) -> PartPage:
    """Gather the page without a statement: everything is in ``document``."""
    found = _Sections(document, problems)
    lines = [line for line in problem_lines(draft, problems, document) if line.part == part]
    return PartPage(draft, part, list(PARTS.values()), list(found.of(part)), lines, seen, unsaved)


def problem_lines(draft: Scheme, problems: Sequence[SpecProblem], document: Any) -> list[ProblemLine]:
    """Give each problem with the name of its place and a link to it."""
    return [_problem_line(draft, row, document) for row in problems]


def _problem_line(draft: Scheme, problem: SpecProblem, document: Any) -> ProblemLine:
    part = part_of(problem.path)
    url = reverse("awards:scheme_part", args=[draft.pk, part.code])
    place = place_words(problem.path, document)
    return ProblemLine(part, place, problem.reason, f"{url}#{problem.path}", problem.later)


class _Sections:
    def __init__(self, document: Mapping[str, Any], problems: Sequence[SpecProblem]) -> None:
        self.document = document
        self.problems = problems

    def of(self, part: Part) -> Iterator[Section]:
        single = [key for key in part.keys if not is_dataclass(hint_of(key)) and row_type(hint_of(key)) is None]
        if single:
            yield Section("", "", [self.box(hint_of(key), key, self.at(key)) for key in single])
        for key in part.keys:
            if key not in single:
                yield from self.sections(hint_of(key), key, self.at(key))

    def at(self, key: str) -> Any:
        found: Any = self.document
        for name in key.split("."):
            found = found[name]
        return found

    def sections(self, hint: Any, key: str, value: Any) -> Iterator[Section]:
        shape = row_type(hint)
        if shape is not None:
            rows = [self.row(shape, f"{key}[{place}]", place, row) for place, row in enumerate(value, start=1)]
            yield Section(key, key_words(key), rows=rows, problems=self.wrong(key), is_list=True)
            return
        boxes = list(self.boxes(hint, key, value))
        yield Section(key, str(TITLES[key]), boxes, problems=self.wrong(key))
        for name, one in keys_of(hint).items():
            if row_type(one) is not None:
                yield from self.sections(one, f"{key}.{name}", value[name])

    def boxes(self, shape: Any, key: str, value: Mapping[str, Any]) -> Iterator[Box]:
        for own, one in keys_of(shape).items():
            name = f"{key}.{own}"
            if is_dataclass(one):
                yield from self.boxes(one, name, value[own])
            elif row_type(one) is None:
                yield self.box(one, name, value[own])

    def row(self, shape: Any, name: str, place: int, value: Mapping[str, Any]) -> Row:
        boxes = list(self.boxes(shape, name, value))
        return Row(
            name,
            place,
            str(value.get("name") or _("New row")),
            [box for box in boxes if box.name.endswith(f".{CODE}")],
            [box for box in boxes if not box.name.endswith(f".{CODE}")],
            self.wrong(name),
        )

    def box(self, hint: Any, name: str, value: Any) -> Box:
        kind, shown, choices, longest = _look(hint, name, value)
        plain = WHERE.sub("", name)
        only = only_with(plain, ONLY_WITH[plain][0]) if plain in ONLY_WITH else ""
        return Box(name, key_words(name), kind, shown, self.wrong(name), choices, longest, nought_help(plain), only)

    def wrong(self, name: str) -> list[str]:
        """List what is wrong with a box; of a list of texts or months also what is wrong with one of them."""
        part = f"{name}["
        inner = (row for row in self.problems if row.path.startswith(part) and "." not in row.path[len(part) :])
        own = [row.reason for row in self.problems if row.path == name]
        return own + [row.reason for row in inner] if name.endswith(("criteria", "principles", "months")) else own


def _look(hint: Any, name: str, value: Any) -> tuple[str, Any, Sequence[tuple[Any, str]], int]:
    if get_origin(hint) is Annotated:
        return "text", value, (), get_args(hint)[1].longest
    if get_origin(hint) is tuple:
        if get_args(hint)[0] is int:
            return "months", value, [(number, str(month)) for number, month in MONTHS.items()], 0
        return "lines", "\n".join(str(line) for line in value), (), 0
    if hint is str:
        return "long" if name in LONG_TEXTS else "text", value, (), 0
    if hint in (bool, int):
        return "flag" if hint is bool else "number", value, (), 0
    return "choice", value, hint.choices, 0
