"""What can be planted in a module: each kind finds its places in the syntax tree and says what stands there instead."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# A stretch of the tree, and the text that takes its place.
Edit = tuple[ast.stmt | ast.expr, str]
TURNED: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: ">=",
    ast.LtE: ">",
    ast.Gt: "<=",
    ast.GtE: "<",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
MOVED: dict[type[ast.cmpop], str] = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
FILTERS = ("filter", "exclude", "Q")
# What is written with no effect that a test could ask for.
SAID = ("debug", "info", "warning", "exception")


@dataclass(frozen=True, slots=True)
class Fault:
    """One change of one module; ``function`` is the qualified name around it, empty at the module's own level."""

    kind: str
    path: str
    line: int
    function: str
    before: str
    after: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return f"{self.path}:{self.function}:{self.kind}:{self.before}>{self.after}:{self.line}"

    def planted(self, source: bytes) -> bytes:
        return source[: self.start] + self.after.encode() + source[self.end :]


def _compared(node: ast.AST, operators: dict[type[ast.cmpop], str]) -> Iterator[Edit]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in operators:
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        yield node, f"({left} {operators[type(node.ops[0])]} {right})"


def turned(node: ast.AST) -> Iterator[Edit]:
    return _compared(node, TURNED)


def moved(node: ast.AST) -> Iterator[Edit]:
    return _compared(node, MOVED)


def negated(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(node.test, ast.Compare):
        yield node.test, f"(not ({ast.unparse(node.test)}))"
    if isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        yield node, f"({word.join(f'({ast.unparse(value)})' for value in node.values)})"
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool):
        yield node.value, str(not node.value.value)


def unfiltered(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Call) and _called(node) in FILTERS:
        for index, keyword in enumerate(node.keywords):
            if keyword.arg:
                rest = node.keywords[:index] + node.keywords[index + 1 :]
                yield node, ast.unparse(ast.Call(node.func, node.args, rest))


def deleted(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _called(node.value) not in SAID:
        yield node, "pass"
    if isinstance(node, ast.AugAssign | ast.Raise):
        yield node, "pass"
    if isinstance(node, ast.If) and not node.orelse and isinstance(node.body[-1], ast.Return | ast.Continue):
        yield node, "pass"


def unlocked(node: ast.AST) -> Iterator[Edit]:
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Name) and node.func.id in ("lock", "lock_free"):
        yield node, ast.unparse(node.args[0])
    if isinstance(node.func, ast.Attribute) and node.func.attr == "select_for_update":
        manager = ast.unparse(node.func.value)
        yield node, f"{manager}.all()" if manager.endswith("objects") else manager


def torn(node: ast.AST) -> Iterator[Edit]:
    """``transaction.atomic`` taken out, as a block; for the decorator see `_undecorated`."""
    if isinstance(node, ast.With):
        for item in node.items:
            if ast.unparse(item.context_expr) == "transaction.atomic()":
                yield item.context_expr, "__import__('contextlib').nullcontext()"


def _undecorated(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.FunctionDef):
        for decorator in node.decorator_list:
            if ast.unparse(decorator) == "transaction.atomic":
                yield decorator, "(lambda act: act)"


def changed(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield node, str(node.value + 1)


KINDS: dict[str, Callable[[ast.AST], Iterator[Edit]]] = {
    "comparison turned": turned,
    "boundary moved": moved,
    "boolean negated": negated,
    "filter taken out": unfiltered,
    "statement deleted": deleted,
    "lock taken out": unlocked,
    "atomic taken out": torn,
    "atomic decorator taken out": _undecorated,
    "constant changed": changed,
}


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def faults(path: str, source: bytes) -> Iterator[Fault]:
    """Give everything that can be planted in a module."""
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    for node, function in _nodes(ast.parse(source), ""):
        for kind, find in KINDS.items():
            for place, after in find(node):
                assert place.end_lineno is not None
                assert place.end_col_offset is not None
                start = lines[place.lineno - 1] + place.col_offset
                end = lines[place.end_lineno - 1] + place.end_col_offset
                before = source[start:end].decode()
                fault = Fault(kind, path, place.lineno, function, before, after, start, end)
                if not before.startswith("elif"):
                    yield fault


def _nodes(node: ast.AST, function: str) -> Iterator[tuple[ast.AST, str]]:
    """Every node but annotations, f-strings and asserts, with the function around it as Python names it."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns") or isinstance(node, ast.JoinedStr | ast.Assert):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST):
                continue
            inner = _named(child, node, function)
            yield child, inner
            yield from _nodes(child, inner)


def _named(node: ast.AST, parent: ast.AST, function: str) -> str:
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return function
    between = ".<locals>." if isinstance(parent, ast.FunctionDef) else "."
    return f"{function}{between if function else ''}{node.name}"


def compiles(source: bytes) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True
