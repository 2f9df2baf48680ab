"""The project's own source files, read as syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("starrating", "students", "awards", "reports")


@dataclass(frozen=True, slots=True)
class Source:
    """`name` is the dotted module name, `path` the place below the project's root."""

    name: str
    path: Path
    tree: ast.Module
    lines: int


def modules(*folders: str) -> list[Source]:
    """Every Python file below the folders (the packages unless said), but for migrations: those are generated."""
    found = []
    for folder in folders or PACKAGES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                found.append(_read(path))
    return found


@cache
def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    place = path.relative_to(ROOT)
    name = ".".join(place.with_suffix("").parts).removesuffix(".__init__")
    return Source(name, place, ast.parse(text, str(path)), text.count("\n"))


def imports(source: Source) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, with the line; `from awards import rounds` counts as awards.rounds."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(source, node)
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def _absolute(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = source.name.split(".")
    up = node.level - 1 if source.path.name == "__init__.py" else node.level
    return ".".join([*package[: len(package) - up], *([node.module] if node.module else [])])


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
