"""Reads the schemes that come with the program, and checks them as strictly as a school's rules deserve."""

import tomllib
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from awards.rules.spec import SchemeSpec
from awards.rules.spec_checks import SpecProblem, spec_problems

SCHEME_DIR = Path(__file__).resolve().parent / "schemes"
TYPE_WORDS = {str: "text", int: "a whole number", bool: "true or false"}


class PresetError(ValueError):
    """A scheme file that cannot be used; the message has one line for each problem: file, key, reason."""

    def __init__(self, file_name: str, problems: Sequence[SpecProblem]) -> None:
        self.file_name = file_name
        self.problems = tuple(problems)
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> list[str]:
        """One sentence a problem, each naming the file and the key."""
        return [f"{self.file_name}: {problem.path}: {problem.reason}" for problem in self.problems]


class _ShapeError(Exception):
    """A key that is unknown, missing or of the wrong type; `read_scheme` adds the file to it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.problem = SpecProblem(path, reason)


def available_presets(directory: Path = SCHEME_DIR) -> list[str]:
    """The codes of the schemes in `directory`, sorted; each is the name of a .toml file without its ending."""
    return sorted(path.stem for path in directory.glob("*.toml"))


def load_preset(code: str, directory: Path = SCHEME_DIR) -> SchemeSpec:
    """The scheme called `code`. Raises PresetError when there is none, or when its file cannot be used."""
    if code not in available_presets(directory):
        known = ", ".join(available_presets(directory))
        raise PresetError(f"{code}.toml", [SpecProblem("code", f"no such scheme; there are: {known}")])
    return read_scheme(directory / f"{code}.toml")


def read_scheme(path: Path) -> SchemeSpec:
    """The scheme in one file. Raises PresetError naming the file and key, list places counted from 1."""
    try:
        # An editor on Windows may have put a byte-order mark first, which tomllib would refuse.
        spec = _parsed(path.read_text(encoding="utf-8-sig"))
    except _ShapeError as error:
        raise PresetError(path.name, [error.problem]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PresetError(path.name, [SpecProblem("file", str(error))]) from error
    problems = spec_problems(spec)
    if spec.code != path.stem:
        problems.insert(0, SpecProblem("code", f"{spec.code!r} is not the file's name"))
    if problems:
        raise PresetError(path.name, problems)
    return spec


@lru_cache(maxsize=8)
def _parsed(text: str) -> SchemeSpec:
    """Kept by the text itself, so that a file that was changed is read again; nothing in a specification changes."""
    spec: SchemeSpec = _parse(SchemeSpec, tomllib.loads(text), "")
    return spec


def preset_problems(directory: Path = SCHEME_DIR) -> list[str]:
    """One sentence for every problem in any scheme file; empty when all of them can be used."""
    lines: list[str] = []
    for code in available_presets(directory):
        try:
            load_preset(code, directory)
        except PresetError as error:
            lines += error.lines
    return lines


def _parse(expected: Any, value: object, path: str) -> Any:
    if is_dataclass(expected):
        return _parse_table(expected, value, path)
    if get_origin(expected) is tuple:
        if not isinstance(value, list):
            raise _ShapeError(path, "must be a list")
        member = get_args(expected)[0]
        return tuple(_parse(member, row, f"{path}[{place}]") for place, row in enumerate(value, start=1))
    if issubclass(expected, Enum):
        return _parse_choice(expected, value, path)
    # Not isinstance: true is an int to Python, and would pass for 1 in a policy.
    if type(value) is not expected:
        raise _ShapeError(path, f"must be {TYPE_WORDS[expected]}")
    if isinstance(value, str) and not value.strip():
        raise _ShapeError(path, "must not be blank")
    return value.strip() if isinstance(value, str) else value


def _parse_table(expected: Any, value: object, path: str) -> Any:
    if not isinstance(value, dict):
        raise _ShapeError(path, "must be a table")
    types = get_type_hints(expected)
    names = [field.name for field in fields(expected)]
    prefix = f"{path}." if path else ""
    for key in value:
        if key not in types:
            raise _ShapeError(f"{prefix}{key}", "unknown key")
    for name in names:
        if name not in value:
            raise _ShapeError(f"{prefix}{name}", "missing key")
    return expected(**{name: _parse(types[name], value[name], f"{prefix}{name}") for name in names})


def _parse_choice(expected: type[Enum], value: object, path: str) -> Enum:
    try:
        return expected(value)
    except ValueError as error:
        known = ", ".join(str(choice.value) for choice in expected)
        raise _ShapeError(path, f"{value!r} is none of: {known}") from error
