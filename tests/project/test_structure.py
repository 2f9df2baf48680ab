"""The shape of the code: which package may import which, and how large a piece may grow. All is read from the tree."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.project.source import PACKAGES, ROOT, Source, functions, imports, modules

# From the ground up: a layer imports itself and what stands before it.
LAYERS = ("starrating", "starrating.operations", "students", "awards", "reports")
NAMES_THE_APPS = ("starrating.urls", "starrating.settings")
LONGEST_FILE = 500
LONGEST_FUNCTION = 80
MOST_MODULES = 15


def layer(name: str) -> int | None:
    """How high a module stands, or None where it is not ours."""
    parts = name.split(".")
    if parts[:2] == ["starrating", "operations"]:
        return LAYERS.index("starrating.operations")
    return LAYERS.index(parts[0]) if parts[0] in LAYERS else None


def role(name: str) -> str:
    """What a module is by its file's name: ``urls``, ``views``, ``verbs``, or anything else."""
    last = name.rpartition(".")[2]
    return "views" if last.startswith("views") else last


def against_its_role(source: Source, target: str) -> bool:
    """Views are for address tables only; verbs know no form and no page; rules know no row of the database."""
    if layer(target) is None:
        return False
    if role(target) == "views":
        return role(source.name) != "urls"
    if source.name.startswith("awards.rules"):
        return target.startswith("awards.models")
    return role(source.name) == "verbs" and role(target) in {"forms", "page", "pages"}


def wrong_imports(sources: Iterable[Source]) -> list[str]:
    found = []
    known = {source.name for source in modules()}
    for source in sources:
        if source.name in NAMES_THE_APPS:
            continue
        own = layer(source.name)
        for name, line in imports(source):
            target = name if name in known else name.rpartition(".")[0]
            other = layer(target)
            too_high = own is not None and other is not None and other > own
            if too_high or against_its_role(source, target):
                found.append(f"{source.path}:{line} imports {name}")
    return found


def sample(name: str, text: str) -> Source:
    place = ROOT / (name.replace(".", "/") + ".py")
    return Source(name, place.relative_to(ROOT), ast.parse(text), text.count("\n"))


def test_imports_run_one_way() -> None:
    assert wrong_imports(modules()) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("starrating.text", "from students.models import Student"),
        ("starrating.text", "import starrating.operations.audit"),
        ("starrating.operations.audit", "from students import search"),
        ("students.classes.access", "from awards.models import Round"),
        ("students.models.pupils", "from ...awards import models"),
        ("awards.sheets.moves", "import reports"),
        ("awards.rules.quota", "from awards import models"),
        ("awards.exams.verbs", "from awards.exams import forms"),
        ("awards.exams.verbs", "from awards.exams.page import exam_page"),
        ("awards.exams.page", "from awards.exams import views"),
        ("awards.exams.views", "from awards.exams.views_files import exam_list"),
    ],
)
def test_wrong_direction_is_seen(name: str, text: str) -> None:
    assert len(wrong_imports([sample(name, text)])) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("reports.notices.page", "from awards.models import Round"),
        ("awards.exams.urls", "from awards.exams import views"),
        ("awards.exams.views", "from awards.exams import access, verbs"),
        ("students.imports.roster.verbs", "from starrating.operations import audit"),
        ("starrating.settings", "import awards"),
    ],
)
def test_right_direction_is_let_through(name: str, text: str) -> None:
    assert wrong_imports([sample(name, text)]) == []


def room(source: Source) -> str:
    """The package in which a module lives; one right under an app stands for itself, so does a package's own file.

    Commands are the way in from outside: all of an app are one room.
    """
    name, management, _rest = source.name.partition(".management")
    if management:
        return name + management
    if source.path.name == "__init__.py" or source.name.count(".") < 2:
        return source.name
    return source.name.rpartition(".")[0]


def module(source: Source) -> str:
    return source.name


def rooms(sources: Iterable[Source], unit: Callable[[Source], str] = room) -> dict[str, set[str]]:
    """By unit, the units that its modules import; address tables, which bring everything together, are left out."""
    by_name = {source.name: source for source in sources}
    found: dict[str, set[str]] = defaultdict(set)
    for source in by_name.values():
        if role(source.name) == "urls" or source.name in NAMES_THE_APPS:
            continue
        for name, _line in imports(source):
            target = by_name.get(name) or by_name.get(name.rpartition(".")[0])
            if target is not None and unit(target) != unit(source):
                found[unit(source)].add(unit(target))
    return found


def cycle_in(graph: Mapping[str, set[str]]) -> list[str]:
    """The packages of one circle, in order; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_packages_form_no_circle() -> None:
    graph = rooms(modules())
    assert len(graph) > 50, "the tree is not read any more"
    assert cycle_in(graph) == []


def at_run_time(source: Source) -> Source:
    """The module without what it imports for the type checker alone."""
    body = [node for node in source.tree.body if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node))]
    return replace(source, tree=ast.Module(body, []))


def test_modules_form_no_circle() -> None:
    """Inside a package as well: whether such a circle breaks depends on who is imported first."""
    assert cycle_in(rooms(map(at_run_time, modules()), module)) == []


def test_a_circle_of_packages_is_seen() -> None:
    texts = {
        "awards.exams.verbs": "from awards.sheets import facts",
        "awards.sheets.facts": "from awards.terms.locks import locked_term",
        "awards.terms.locks": "from awards.exams.verbs import confirm",
        "awards.terms.names": "",
    }
    graph = rooms(sample(name, text) for name, text in texts.items())
    assert set(cycle_in(graph)) == {"awards.exams", "awards.sheets", "awards.terms"}
    assert cycle_in(rooms(sample(name, text) for name, text in list(texts.items())[:2])) == []


def test_no_folder_is_crowded() -> None:
    sources = [source for source in modules(*PACKAGES, "tests") if source.path.name != "__init__.py"]
    sizes = Counter(source.path.parent for source in sources)
    assert {str(folder): size for folder, size in sizes.items() if size > MOST_MODULES} == {}


def test_files_and_functions_stay_readable() -> None:
    sources = modules(*PACKAGES, "tests")
    long_files = [f"{source.path}: {source.lines}" for source in sources if source.lines > LONGEST_FILE]
    long_functions = [
        f"{source.path}:{function.lineno} {function.name}"
        for source in sources
        for function in functions(source)
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert (long_files, long_functions) == ([], [])


FORBIDDEN_TEMPLATE = re.compile(
    r"\|\s*safe\b|safeseq|autoescape off|<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)|https?://(?!www\.w3\.org/)"
)


def forbidden(folder: str, pattern: str, words: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in sorted((ROOT / folder).rglob(pattern))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]


def test_templates_take_no_short_cut() -> None:
    assert forbidden("templates", "*.html", FORBIDDEN_TEMPLATE) == []
