"""Nobody writes to a class's sheet but through its work, which ends in decision, version and audit event."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from awards.models import ClassRound, Decision, LineSource, LineState, Nomination, Verdict
from awards.sheets.work import SheetWork, Untold, sheet_work
from awards.sheets.workflow import Verb
from starrating.operations.models import AuditEvent
from students.models import User
from tests.factories import items_of, make_homeroom, make_sheet, moment, pupils_of
from tests.project.source import ROOT, Source, functions, modules

NOW = moment(dt.date(2025, 9, 29))

# Of a manager or a query set; of one row, or of all that were found, where no row is handed over.
OF_TABLES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
OF_ROWS = {"save", "delete", "update"}
# A term lays its sheets out and clears empty ones away: their rows as such are no work on what stands on them.
LAID_OUT = {"bulk_create", "delete"}


def sheet_tables() -> set[type[models.Model]]:
    """The sheet's own table, and all whose rows cannot be without a sheet."""
    found: set[type[models.Model]] = {ClassRound}
    while True:
        more = {
            model
            for model in apps.get_models()
            for field in model._meta.fields
            if isinstance(field, models.ForeignKey) and not field.null and field.related_model in found
        }
        if more <= found:
            return found
        found |= more


TABLES = {model.__name__ for model in sheet_tables()}
# The names under which other rows reach them, such as a sheet's ``nominations``.
REACHED = {
    field.remote_field.related_name
    for model in sheet_tables()
    for field in model._meta.fields
    if isinstance(field, models.ForeignKey) and field.remote_field.related_name not in {None, "+"}
}
MODELS = {model.__name__ for model in apps.get_models()}


def chain(node: ast.expr) -> tuple[str, set[str]]:
    """The name that a chain of calls and attributes begins with, and the attributes on the way."""
    found = set()
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        node = node.func if isinstance(node, ast.Call) else node.value
    return (node.id if isinstance(node, ast.Name) else ""), found


def rows_in(function: ast.AST) -> set[str]:
    """Local names for what was found in, or made for, one of the sheet's tables."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            root, way = chain(node.value)
            if root in TABLES | found or way & REACHED:
                found.add(node.targets[0].id)
    return found


def other_rows_in(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Parameters that are said to be rows of other tables."""
    said = {arg.arg: arg.annotation for arg in [*function.args.args, *function.args.kwonlyargs]}
    return {name for name, kind in said.items() if isinstance(kind, ast.Name) and kind.id in MODELS - TABLES}


def writes_in(source: Source) -> Iterator[str]:
    """Calls by which a module writes to the sheet's tables itself."""
    knows = {name.id for name in ast.walk(source.tree) if isinstance(name, ast.Name)} & TABLES
    for function in functions(source):
        ours, others = TABLES | rows_in(function), MODELS | other_rows_in(function)
        for node in ast.walk(function):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            root, way = chain(node.func.value)
            word = node.func.attr
            # Without a type to go by, a row that is saved in a module which names one of the tables is one of theirs.
            unknown = bool(knows) and root not in others and word in OF_ROWS and not node.args
            ours_here = root in ours or bool(way & REACHED)
            laid_out = root == ClassRound.__name__ and word in LAID_OUT
            if word in OF_TABLES | OF_ROWS and (ours_here or unknown) and not laid_out:
                yield f"{source.path}:{node.lineno} {ast.unparse(node.func)}"


def test_sheets_are_written_through_their_work_only() -> None:
    # A pupil's erasure blanks words of rows of every table, on whatever sheet, and changes no state of any.
    theirs = {SheetWork.__module__, "reports.rights.erasing"}
    sources = [source for source in modules() if not source.name.startswith("awards.models")]
    assert {"Nomination", "HeldStep", "Vote", "Opinion", "Objection", "Goal", "Decision"} <= TABLES
    found = [line for source in sources if source.name not in theirs for line in writes_in(source)]
    assert found == []


def sample(text: str) -> Source:
    place = (ROOT / "awards/exams/verbs.py").relative_to(ROOT)
    return Source("awards.exams.verbs", place, ast.parse(f"def act(exam: Exam):\n    {text}\n"), 2)


@pytest.mark.parametrize(
    "text",
    [
        "Decision.objects.create(by=by)",
        "Nomination.objects.filter(pk=1).update(place=None)",
        "found = HeldStep.objects.filter(pk=1)\n    found.filter(step=2).delete()",
        "line = Nomination(place=1)\n    line.save()",
        "ClassRound.objects.filter(pk=1).update(state='open')",
        "sheet.nominations.filter(place=1).delete()",
        "sheet = Nomination.objects.get(pk=1).class_round\n    sheet.save(update_fields=['version'])",
        "Vote.objects.bulk_create([])",
    ],
)
def test_a_write_past_the_work_is_seen(text: str) -> None:
    assert len(list(writes_in(sample(text)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "work.save(line, 'state')\n    Nomination(place=1)",
        "work.update(Nomination.objects.filter(pk=1), place=None)",
        "work.delete(Vote.objects.on_sheet(sheet))",
        "ClassRound.objects.bulk_create(missing)",
        "StarEntry.objects.create(nomination=Nomination(place=1))",
        "{}.update({'line': Nomination})",
        "exam.save()\n    Nomination(place=1)",
    ],
)
def test_what_is_no_such_write_is_let_through(text: str) -> None:
    assert list(writes_in(sample(text))) == []


# What the work itself does at its end.


@pytest.fixture
def sheet(db: None) -> ClassRound:
    return make_sheet()


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class)


def put(work: SheetWork) -> Nomination:
    """A name under the first star, without a word about it."""
    line = Nomination(
        class_round=work.sheet,
        student=pupils_of(work.sheet)[0],
        item=items_of(work.sheet)[0],
        source=LineSource.PAPER,
        state=LineState.CHOSEN,
        place=1,
    )
    work.save(line)
    return line


def traces(sheet: ClassRound) -> tuple[int, int, int]:
    """Decisions, events about the sheet, and its version."""
    events = AuditEvent.objects.about("awards.classround", sheet.pk).count()
    return Decision.objects.count(), events, ClassRound.objects.get(pk=sheet.pk).version


def test_what_is_told_is_written_three_times(sheet: ClassRound, teacher: User) -> None:
    with sheet_work(sheet.pk, Verb.ENTER, by=teacher, at=NOW, reason=" 补登 ") as work:
        line = put(work)
        work.record("sheet.entered", [work.decision(Verdict.ENTERED, nomination=line)], new={"lines": 1})
        assert traces(sheet) == (0, 0, 0), "all three come at the end"
    assert traces(sheet) == (1, 1, 1)
    assert work.sheet.version == 1
    decision, event = Decision.objects.get(), AuditEvent.objects.latest("pk")
    assert (decision.nomination, decision.by, decision.at, decision.reason) == (line, teacher, NOW, "补登")
    assert (event.actor, event.at, event.reason, event.new) == (teacher, NOW, "补登", {"lines": 1})
    assert event.school_id == sheet.school_class.school_id


def test_a_change_without_a_word_is_a_mistake_and_leaves_nothing(sheet: ClassRound, teacher: User) -> None:
    def set_and_say_little(work: SheetWork) -> None:
        work.set(work.sheet, return_reason="没有新版本")
        work.record("sheet.entered", (), grows=False)

    for act in (put, lambda work: work.set(work.sheet, return_reason="没人知道"), set_and_say_little):
        with pytest.raises(Untold), sheet_work(sheet.pk, Verb.ENTER, by=teacher, at=NOW) as work:
            act(work)
    assert not Nomination.objects.exists()
    assert traces(sheet) == (0, 0, 0)


def test_nothing_is_written_of_work_that_is_left_by_an_error(sheet: ClassRound, teacher: User) -> None:
    def act(work: SheetWork) -> float:
        work.record("sheet.entered", [work.decision(Verdict.ENTERED, nomination=put(work))])
        return 1 / 0

    with pytest.raises(ZeroDivisionError), sheet_work(sheet.pk, Verb.ENTER, by=teacher, at=NOW) as work:
        act(work)
    assert not Nomination.objects.exists()
    assert traces(sheet) == (0, 0, 0)


def test_work_that_finds_nothing_to_do_writes_nothing(sheet: ClassRound, teacher: User) -> None:
    with sheet_work(sheet.pk, Verb.ENTER, by=teacher, at=NOW) as work:
        work.update(Nomination.objects.filter(class_round=sheet), place=None)
        work.delete(Nomination.objects.filter(class_round=sheet))
        work.insert([])
        work.change([], "place")
    assert traces(sheet) == (0, 0, 0)


def test_a_word_that_is_no_change_of_the_sheet_says_so(sheet: ClassRound, teacher: User) -> None:
    with sheet_work(sheet.pk, Verb.ENTER, by=teacher, at=NOW) as work:
        work.record("sheet.entered", (), grows=False)
    assert traces(sheet) == (0, 1, 0)


def test_the_version_is_counted_by_the_database(sheet: ClassRound, teacher: User) -> None:
    with sheet_work(sheet.pk, Verb.ENTER, by=teacher, at=NOW) as outer:
        with sheet_work(sheet.pk, Verb.ENTER, by=teacher, at=NOW) as inner:
            inner.record("sheet.entered", ())
        outer.record("sheet.entered", ())
    assert traces(sheet) == (0, 2, 2)
