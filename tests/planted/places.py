"""Where faults are planted, by area, and which of them by a seed."""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import CheckConstraint

from tests.guarantees.locks.known import KNOWN
from tests.planted.kinds import Fault, compiles, faults
from tests.project.source import ROOT, Source, functions, modules

DROPPED, LOCK = "constraint dropped", "lock taken out"
LOCKING = "starrating.db.locks"
# What has to be seen of each area, in per cent.
WANTED = {"rules": 90, "verbs": 90, "access": 90, "imports": 90, "constraints": 95, "locks": 90}
RULES = ("awards/rules/",)
IMPORTS = ("students/imports/", "starrating/cells/", "awards/sheet_files/", "reports/archive/checking")
ACCESS = ("students/permits/", "students/sessions/", "starrating/operations/idempotency")
OURS = ("texts", "students", "awards", "reports", "operations")


def area_of(source: Source) -> str:
    """The area of a module's faults; empty where none is asked for: pages, words, papers, the demonstration."""
    path = source.path.as_posix()
    if path.startswith(RULES):
        return "rules"
    if path.startswith(IMPORTS) or source.path.name == "importer.py":
        return "imports"
    if "/demo/" in path or "/management/" in path:
        return ""
    if any(is_verb(function) for function in functions(source)):
        return "verbs"
    if path.startswith(ACCESS) or source.path.name == "access.py" or "/models/" in path:
        return "access"
    return ""


def is_verb(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return {"by", "at"} <= {argument.arg for argument in function.args.kwonlyargs}


def in_code() -> Iterator[tuple[str, Fault]]:
    """Every fault of the code with its area; a lock wherever it is taken."""
    for source in modules():
        area = area_of(source)
        for fault in faults(source.path.as_posix(), (ROOT / source.path).read_bytes()):
            if fault.kind == LOCK:
                # Neither how a lock is taken, nor one that is known to be redundant.
                if isinstance(KNOWN.get(f"{source.name}.{fault.function}", ()), tuple) and source.name != LOCKING:
                    yield "locks", fault
            # A model's own level says columns, which the migrations have said already.
            elif area and not ("/models/" in fault.path and is_column(fault)):
                yield area, fault


def is_column(fault: Fault) -> bool:
    return "." not in fault.function or fault.function.endswith(".Meta")


def in_database() -> Iterator[tuple[str, Fault]]:
    """Every constraint of the models; ``before`` is its name, ``after`` its model."""
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            path = "/".join(model.__module__.split(".")) + ".py"
            for one in model._meta.constraints:
                kind = "check" if isinstance(one, CheckConstraint) else "unique"
                yield "constraints", Fault(DROPPED, path, 0, kind, one.name, model._meta.label, 0, 0)


def chosen(found: Iterable[tuple[str, Fault]], seed: int, count: int) -> list[tuple[str, Fault]]:
    """So many by the seed, as many of each area, and of each kind in turn within it, as there are."""
    drawn = sorted(found, key=lambda pair: (pair[0], pair[1].key, pair[1].start))
    random.Random(seed).shuffle(drawn)
    seen: Counter[tuple[str, str]] = Counter()
    ranked = []
    for area, fault in drawn:
        seen[area, fault.kind] += 1
        ranked.append((seen[area, fault.kind], area, fault))
    ranked.sort(key=lambda row: row[0])
    queues = {area: [fault for _rank, where, fault in ranked if where == area] for area in WANTED}
    picked: list[tuple[str, Fault]] = []
    while len(picked) < count and any(queues.values()):
        turn = [(area, queue.pop(0)) for area, queue in queues.items() if queue]
        picked += [(area, fault) for area, fault in turn if fault.kind == DROPPED or compiles(planted(fault))]
    return picked[:count]


def planted(fault: Fault) -> bytes:
    """The module as it is with the fault."""
    return fault.planted((ROOT / fault.path).read_bytes())
