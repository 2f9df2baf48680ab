"""A scheme as a document, as TOML or a form gives it: tables, lists and values, read strictly and written back."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _, gettext_lazy

from awards.rules.scheme.checks import SpecProblem
from awards.rules.scheme.spec import SchemeSpec, Text

TYPE_WORDS = {
    str: gettext_lazy("must be text"),
    int: gettext_lazy("must be a whole number"),
    bool: gettext_lazy("must be true or false"),
}
NO_SCHEME = object()
# Longer than any list of a school's, and short enough for a page and for a thread's patience.
MOST_ROWS = 100
# Whoever has mended so many asks again.
MOST_PROBLEMS = 100


class DocumentError(ValueError):
    """A document that is no scheme: every key that is unknown, missing or of the wrong type."""

    def __init__(self, problems: list[SpecProblem]) -> None:
        super().__init__("; ".join(f"{problem.path}: {problem.reason}" for problem in problems))
        self.problems = tuple(problems)


def spec_from(document: object) -> SchemeSpec:
    """Read the scheme that ``document`` says. Raises DocumentError with all that is wrong with its shape."""
    reader = _Reader()
    spec = reader.read(SchemeSpec, document, "")
    if reader.problems:
        raise DocumentError(reader.problems)
    found: SchemeSpec = spec
    return found


def document_of(value: Any) -> Any:
    """Give the tables, lists and plain values of a scheme or a part of it; what `spec_from` reads back."""
    if is_dataclass(value):
        return {field.name: document_of(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [document_of(row) for row in value]
    return value.value if isinstance(value, Enum) else value


def toml_of(spec: SchemeSpec) -> str:
    """Write a scheme file that says the same as ``spec``."""
    return "\n".join(_toml_lines(document_of(spec), "")).lstrip("\n") + "\n"


def _toml_lines(table: Mapping[str, Any], path: str) -> list[str]:
    """Write a table, its own values first: what follows a heading belongs to it."""
    lines = [f"{key} = {_toml_value(value)}" for key, value in table.items() if not _has_heading(value)]
    for key, value in table.items():
        name = f"{path}{key}"
        if isinstance(value, dict):
            lines += ["", f"[{name}]", *_toml_lines(value, f"{name}.")]
        elif _has_heading(value):
            for row in value:
                lines += ["", f"[[{name}]]", *_toml_lines(row, f"{name}.")]
    return lines


def _has_heading(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(row, dict) for row in value))


def _toml_value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml_value(row) for row in value)}]"
    # JSON writes these as TOML does, but for one control character that TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


class _Reader:
    """Reads on after a problem, so that all of them are said at once; a place that cannot be read is NO_SCHEME."""

    def __init__(self) -> None:
        self.problems: list[SpecProblem] = []

    def wrong(self, path: str, reason: str) -> Any:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(SpecProblem(path, reason))
        return NO_SCHEME

    def read(self, expected: Any, value: object, path: str) -> Any:
        if is_dataclass(expected):
            return self.table(expected, value, path)
        if get_origin(expected) is Annotated:
            return self.text(get_args(expected)[1], value, path)
        if get_origin(expected) is tuple:
            return self.rows(get_args(expected)[0], value, path)
        if issubclass(expected, Enum):
            return self.choice(expected, value, path)
        return self.plain(expected, value, path)

    def table(self, expected: Any, value: object, path: str) -> Any:
        if not isinstance(value, dict):
            return self.wrong(path, _("must be a table"))
        known = {field.name: field.default for field in fields(expected)}
        for key in value:
            if key not in known:
                self.wrong(join(path, key), _("unknown key"))
        types = keys_of(expected)
        found = {}
        for name, default in known.items():
            if name in value:
                found[name] = self.read(types[name], value[name], join(path, name))
            elif default is MISSING:
                found[name] = self.wrong(join(path, name), _("missing key"))
        return NO_SCHEME if NO_SCHEME in found.values() else expected(**found)

    def rows(self, member: Any, value: object, path: str) -> Any:
        if not isinstance(value, list):
            return self.wrong(path, _("must be a list"))
        if len(value) > MOST_ROWS:
            reason = _("is too long a list: %(count)d, and the limit is %(most)d")
            return self.wrong(path, reason % {"count": len(value), "most": MOST_ROWS})
        found = tuple(self.read(member, row, f"{path}[{place}]") for place, row in enumerate(value, start=1))
        return NO_SCHEME if NO_SCHEME in found else found

    def plain(self, expected: Any, value: object, path: str) -> Any:
        # Not isinstance: true is an int to Python, and would pass for 1 in a policy.
        if type(value) is not expected:
            return self.wrong(path, str(TYPE_WORDS[expected]))
        return self.text(Text(longest=0), value, path) if isinstance(value, str) else value

    def text(self, rule: Text, value: object, path: str) -> Any:
        """Read a text; ``rule.longest`` zero is no limit."""
        if not isinstance(value, str):
            return self.wrong(path, str(TYPE_WORDS[str]))
        stripped = value.strip()
        if not stripped and not rule.blank:
            return self.wrong(path, _("must not be blank"))
        if rule.longest and len(stripped) > rule.longest:
            reason = _("has %(length)d characters, and the limit is %(longest)d")
            return self.wrong(path, reason % {"length": len(stripped), "longest": rule.longest})
        if "\x00" in stripped:
            return self.wrong(path, _("has a character that no text may have"))
        return stripped

    def choice(self, expected: type[Enum], value: object, path: str) -> Any:
        # A list or a table cannot be looked up among the choices.
        known = {choice.value: choice for choice in expected}
        if isinstance(value, str) and value in known:
            return known[value]
        reason = _("%(value)s is none of: %(known)s") % {"value": repr(value), "known": ", ".join(known)}
        return self.wrong(path, reason)


def keys_of(table: Any) -> Mapping[str, Any]:
    """Give the keys of a table with their types, in the order of the text; ``table`` is a dataclass."""
    types = _types_of(table)
    return {field.name: types[field.name] for field in fields(table)}


@cache
def _types_of(table: Any) -> Mapping[str, Any]:
    return get_type_hints(table, include_extras=True)


def hint_of(path: str) -> Any:
    """Give the type of a key without places, such as `caps.item_quota` or `items`."""
    found: Any = SchemeSpec
    for name in path.split("."):
        found = keys_of(found)[name]
    return found


def row_type(hint: Any) -> Any | None:
    """Give the dataclass of a list's rows; None for what is no list of rows."""
    if get_origin(hint) is not tuple:
        return None
    member = get_args(hint)[0]
    return member if is_dataclass(member) else None


def join(path: str, name: str) -> str:
    """Give the path of a key of the table at ``path``; the scheme itself is at the empty one."""
    return f"{path}.{name}" if path else name
