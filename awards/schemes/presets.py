"""Reads the schemes that come with the program, and checks them as strictly as a school's rules deserve."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext as _

from awards.rules.scheme.checks import SpecProblem, spec_problems
from awards.rules.scheme.document import DocumentError, keys_of, spec_from
from awards.rules.scheme.spec import SchemeSpec, StepSpec
from starrating.joiners import in_a_row

SCHEME_DIR = Path(__file__).resolve().parent
# Characters that the name of a step has room for.
STEP_NAME: int = get_args(keys_of(StepSpec)["name"])[1].longest
# A key of tens of thousands of parts takes the reader's time and memory by their square.
MOST_DOTS = 100
PLACE = re.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)")


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


def available_presets(directory: Path = SCHEME_DIR) -> list[str]:
    """List the codes of the schemes in `directory`, sorted; each is the name of a .toml file without its ending."""
    return sorted(path.stem for path in directory.glob("*.toml"))


def load_preset(code: str, directory: Path = SCHEME_DIR) -> SchemeSpec:
    """Load the scheme called `code`. Raises PresetError when there is none, or when its file cannot be used."""
    if code not in available_presets(directory):
        known = in_a_row(available_presets(directory))
        reason = _("no such scheme; there are: %(known)s") % {"known": known}
        raise PresetError(f"{code}.toml", [SpecProblem("code", reason)])
    return read_scheme(directory / f"{code}.toml")


def read_scheme(path: Path) -> SchemeSpec:
    """Read the scheme in one file. Raises PresetError naming the file and key, list places counted from 1."""
    spec = parse_scheme(path.read_bytes(), path.name)
    if spec.code != path.stem:
        reason = _("%(code)s is not the file's name") % {"code": repr(spec.code)}
        raise PresetError(path.name, [SpecProblem("code", reason)])
    return spec


def parse_scheme(content: bytes, file_name: str) -> SchemeSpec:
    """Read the scheme in a file's ``content``, whatever its name. Raises PresetError with all that is wrong."""
    try:
        # An editor on Windows may have put a byte-order mark first, which tomllib would refuse.
        spec = _parsed(_readable(content.decode("utf-8-sig").replace("\r\n", "\n"), file_name))
    except DocumentError as error:
        raise PresetError(file_name, error.problems) from error
    except UnicodeDecodeError as error:
        reason = _("is no text in UTF-8; save it as UTF-8 and send it again")
        raise PresetError(file_name, [SpecProblem("file", reason)]) from error
    except (ValueError, RecursionError) as error:
        raise PresetError(file_name, [SpecProblem("file", _toml_reason(str(error)))]) from error
    problems = spec_problems(spec)
    if problems:
        raise PresetError(file_name, problems)
    return spec


def _readable(text: str, file_name: str) -> str:
    """Give the text back, unless a line of it has more dots than any key or list of sentences needs."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > MOST_DOTS:
            reason = _("has more than %(most)d dots in line %(line)d, which no key of a scheme has")
            raise PresetError(file_name, [SpecProblem("file", reason % {"most": MOST_DOTS, "line": number})])
    return text


def _toml_reason(said: str) -> str:
    """Say in the reader's language, with the line, what TOML's own words complain of."""
    place = PLACE.search(said)
    if place is None:
        return _("cannot be read: %(detail)s") % {"detail": said}
    words = {"line": place["line"], "column": place["column"], "detail": said[: place.start()].strip()}
    return _("cannot be read from line %(line)s, column %(column)s on: %(detail)s") % words


def preset_for(office: str, code: str) -> SchemeSpec:
    """Load a preset whose steps name the office as a school does: the file names its own there as well (A33)."""
    spec = load_preset(code)
    names = [step.name.replace(spec.words.office, office) for step in spec.steps]
    steps = tuple(
        replace(step, name=name) if len(name) <= STEP_NAME else step
        for step, name in zip(spec.steps, names, strict=True)
    )
    return replace(spec, steps=steps)


@lru_cache(maxsize=8)
def _parsed(text: str) -> SchemeSpec:
    """Parse a text once and keep what it says, which never changes, by the text: a changed file is read again."""
    return spec_from(tomllib.loads(text))


def preset_problems(directory: Path = SCHEME_DIR) -> list[str]:
    """List one sentence for every problem in any scheme file; empty when all of them can be used."""
    lines: list[str] = []
    for code in available_presets(directory):
        try:
            load_preset(code, directory)
        except PresetError as error:
            lines += error.lines
    return lines


def preset_check(app_configs: object = None, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report every line of a scheme file that cannot be used as one error, so that no school meets it first."""
    return [Error(line, id="awards.E001") for line in preset_problems()]
