"""What docstrings, comments and docs name is there: functions and classes, modules and files, words of the glossary."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.project.source import PACKAGES, ROOT, Source, modules

# A role such as :func:, or a full name of ours in quotes or after "python -m".
REFERENCE = re.compile(
    rf":(?:attr|class|data|exc|func|meth|mod):`~?([\w.]+)`|(?:(?<!:)`|-m )((?:{'|'.join(PACKAGES)}|tests)(?:\.\w+)+)"
)
# A place below the root, or below templates/ as templates name each other; a bare file name with one of our endings.
PLACE = re.compile(r"(?<![\w/.<{%:=*-])((?:[a-z_][\w-]*/)+[\w-]+(?:\.\w+)*)(?![\w/*<{-])")
FILE = re.compile(r"(?<![\w/.<{*-])(\w[\w-]*\.(?:py|html|css|toml|typ))\b")
COMMENT = re.compile(r"(?:^|\s)#\s(.*)$", re.MULTILINE)
OUR_FOLDERS = (*PACKAGES, "deploy", "tests", "templates", "static", "docs", "locale", "partials")
# What is not in the tree: what installed packages bring, what the program makes, a test that anybody may name.
ELSEWHERE = {"admin/base.html", "admin/import_export/import.html", "bootstrap/css/bootstrap.min.css", "one.py"}


def said_in(source: Source) -> str:
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    said = [ast.get_docstring(node) or "" for node in ast.walk(source.tree) if isinstance(node, kinds)]
    return "\n".join([*said, *COMMENT.findall((ROOT / source.path).read_text(encoding="utf-8"))])


@cache
def sources() -> dict[str, Source]:
    return {source.name: source for source in modules(*PACKAGES, "tests")}


@cache
def names_in(module: str) -> dict[str, str]:
    """What a module defines, at whatever depth, and what it imports: by its name there, its full name."""
    found: dict[str, str] = {}
    for node in ast.walk(sources()[module].tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found[node.name] = f"{module}.{node.name}"
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found[node.id] = f"{module}.{node.id}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            base = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            found |= {alias.asname or alias.name: f"{base}{alias.name}" for alias in node.names}
    return found


def exists(full: str) -> bool:
    """Whether a module, or a name of one (with an attribute of it or without), has this full name."""
    if full in sources():
        return True
    module, _dot, name = full.rpartition(".")
    if module not in sources():
        module = module.rpartition(".")[0]
    return module in sources() and name in names_in(module)


def is_named_right(module: str, reference: str) -> bool:
    """A bare name is one of the module's own or imported there; every verb's :class:`Refused` is known everywhere."""
    head, _dot, rest = reference.partition(".")
    if reference == "Refused" or exists(reference):
        return True
    full = names_in(module).get(head)
    return full is not None and (not rest or exists(f"{full}.{rest}"))


@cache
def tree() -> frozenset[str]:
    """Every file and folder of the project, as paths below the root."""
    folders = [*(ROOT / folder for folder in ("deploy", "docs", "locale", "static", "templates", "tests", *PACKAGES))]
    found = {path.relative_to(ROOT) for path in ROOT.iterdir()}
    found |= {path.relative_to(ROOT) for folder in folders for path in folder.rglob("*")}
    return frozenset(path.as_posix() for path in found)


def missing_places(text: str, beside: str) -> list[str]:
    """The files and folders that a text names and that are nowhere; ``beside`` is the folder of the text's own file."""
    wanted = [place for place in PLACE.findall(text) if place.split("/")[0] in OUR_FOLDERS or FILE.search(place)]
    lost = [
        place
        for place in wanted
        if not {place, f"{place}.py", f"templates/{place}", f"static/{place}", f"{beside}/{place}"} & tree()
    ]
    names = {path.rpartition("/")[2] for path in tree()}
    return [place for place in [*lost, *(set(FILE.findall(text)) - names)] if place not in ELSEWHERE]


def pages() -> Iterator[tuple[Path, str]]:
    """Everything but code that names files: docs, templates, styles, scheme files."""
    for folder, endings in (("docs", "md"), ("templates", "html"), ("static/css", "css"), ("awards/schemes", "toml")):
        yield from ((path, path.read_text(encoding="utf-8")) for path in sorted((ROOT / folder).rglob(f"*.{endings}")))
    yield from ((path, path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("*.md")))


def test_code_refers_to_what_is_there() -> None:
    found = [
        f"{source.path} {role or full}"
        for name, source in sources().items()
        for role, full in REFERENCE.findall((ROOT / source.path).read_text(encoding="utf-8"))
        if not is_named_right(name, role or full)
    ]
    assert found == []


def test_places_that_are_named_are_there() -> None:
    said = [(source.path, said_in(source)) for source in sources().values()]
    said += [(path.relative_to(ROOT), text) for path, text in pages()]
    found = [f"{path} {place}" for path, text in said for place in missing_places(text, path.parent.as_posix())]
    assert found == []


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("what `awards/sheets/stage.py` says", []),
        ("what `awards/stage.py` says", ["awards/stage.py"]),
        ("in ``awards/sheets``, printed by ``partials/steps.html``", []),
        ("in ``awards/rounds``, printed by ``partials/no.html``", ["awards/rounds", "partials/no.html"]),
        ("and/or, 1/2, text/html, `spec.py`, `no_such_module.py`", ["no_such_module.py"]),
    ],
)
def test_a_place_that_is_not_there_is_seen(text: str, lost: list[str]) -> None:
    assert missing_places(text, "docs") == lost


@pytest.mark.parametrize(
    ("reference", "right"),
    [
        ("Refused", True),
        ("register", True),
        ("awards.sheets.work.locked", True),
        ("awards.sheets.limits", True),
        ("file_many", False),
        ("awards.limits.why_not", False),
        ("audit.no_such_function", False),
    ],
)
def test_a_name_that_is_not_there_is_seen(reference: str, right: bool) -> None:
    assert is_named_right("awards.sheets.moves", reference) is right


def test_every_package_is_drawn_and_says_what_it_is_for() -> None:
    drawn = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    packages = {name for name, source in sources().items() if source.path.name == "__init__.py"}
    subjects = {name for name in packages if name.count(".") == 1 and name.split(".")[0] in PACKAGES}
    assert [name for name in sorted(subjects) if f"`{name.replace('.', '/')}`" not in drawn] == []
    silent = [name for name in sorted(subjects) if not ast.get_docstring(sources()[name].tree)]
    assert [name for name in silent if not name.endswith(".management")] == []


def test_glossary_names_what_is_in_the_code() -> None:
    texts = ((ROOT / source.path).read_text(encoding="utf-8") for source in sources().values())
    code = {word for text in texts for word in re.findall(r"\w+", text)}
    lost = []
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = line.split("|")
        named = re.findall(r"`([A-Za-z_]+)`", "|".join(cells[2:4])) if len(cells) > 4 else []
        lost += [name for name in named if name not in code]
    assert lost == []
