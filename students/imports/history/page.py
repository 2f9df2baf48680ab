"""What the pages of imports print."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _, pgettext

from starrating.days import short_moment
from starrating.refused import Refused
from starrating.registry import summed
from students.accounts.search import named
from students.imports.history.access import may_take_back, visible
from students.imports.history.forms import HistoryForm
from students.imports.history.reversal import Fate, Item, Undo
from students.imports.history.verbs import look_back
from students.imports.pipeline.background import importers
from students.models import FileImport, School, User
from students.models.imports import FileImportQuerySet
from students.permits.roles import Standing

# Names of each sort that are printed; the others are counted.
NAMED = 100


@dataclass(frozen=True)
class RunRow:
    """One import as the list says it."""

    run: FileImport
    kind: str
    came_to: str

    @property
    def pk(self) -> int:
        return self.run.pk

    @property
    def files(self) -> str:
        return str(self.run)

    @property
    def state(self) -> str:
        if not self.run.is_taken_back:
            return ""
        return _("undone in part") if self.run.stayed else pgettext("upload", "undone")

    @property
    def line(self) -> str:
        """The import in a line, for the command line."""
        told = (self.pk, short_moment(self.run.at), self.kind, self.files, self.run.by.name, self.state)
        return "  ".join(str(one) for one in told if one)


@dataclass(frozen=True)
class Written:
    """How many rows of a table were made, changed and removed."""

    table: str
    made: int
    changed: int
    removed: int


@dataclass(frozen=True)
class Named:
    """Things to name, and how many more there are."""

    items: Sequence[Item]
    more: int


@dataclass(frozen=True)
class RunPage:
    """One import with what it wrote; ``undo`` says what taking it back would do, ``no`` why it cannot be."""

    row: RunRow
    written: Sequence[Written]
    undo: Undo | None
    no: str = ""

    @property
    def goes(self) -> Named:
        return _named(self.undo.goes if self.undo else [])

    @property
    def stays(self) -> Named:
        return _named(self.undo.stays if self.undo else [])

    @property
    def counts(self) -> list[tuple[str, Fate, int]]:
        return self.undo.counts if self.undo else []


def kinds() -> dict[str, str]:
    """Give what each kind of file is called."""
    return {code: str(label) for code, label in summed("importer", "KINDS")}


def run_row(run: FileImport, labels: dict[str, str]) -> RunRow:
    return RunRow(run, labels.get(run.kind, run.kind), _came_to(run))


def _came_to(run: FileImport) -> str:
    """Say what was imported as its page has said it; nothing where a figure is no longer kept."""
    importer = importers().get(run.kind)
    try:
        return str(importer.done) % run.figures if importer is not None else ""
    except KeyError:
        return ""


def imports_asked(form: HistoryForm, school: School, standing: Standing, user: User) -> FileImportQuerySet:
    """Give the imports that somebody may see and asks for, latest first."""
    found = visible(standing, school, user).select_related("by", "taken_back_by")
    if not form.is_valid():
        return found
    text, kind = form.cleaned_data["text"].strip(), form.cleaned_data["kind"]
    if kind:
        found = found.filter(kind=kind)
    if text:
        who = User.objects.filter(school=school).filter(named("", text) | Q(username__iexact=text))
        found = found.filter(Q(names__icontains=text) | Q(by__in=who.values("pk")))
    return found


def run_rows(runs: Iterable[FileImport]) -> list[RunRow]:
    labels = kinds()
    return [run_row(run, labels) for run in runs]


def run_page(run: FileImport, standing: Standing, *, by: User, at: dt.datetime) -> RunPage:
    """Give the page of one import, with what taking it back would do where its reader may."""
    row, written = run_row(run, kinds()), _written(run)
    if run.is_taken_back:
        return RunPage(row, written, None)
    if not may_take_back(run, standing, by):
        return RunPage(row, written, None, _("It can be undone by whoever confirmed it, or by an administrator."))
    try:
        return RunPage(row, written, look_back(run, by=by, at=at))
    except Refused as no:
        return RunPage(row, written, None, str(no))


def _written(run: FileImport) -> list[Written]:
    return [
        Written(
            str(apps.get_model(table)._meta.verbose_name_plural),
            *(counts.get(how, 0) for how in ("made", "changed", "removed")),
        )
        for table, counts in run.counts.items()
    ]


def _named(items: Sequence[Item]) -> Named:
    return Named(items[:NAMED], max(0, len(items) - NAMED))


def said_of(undo: Undo) -> str:
    """Say in a sentence what was taken back."""
    sentence = _("Undone: %(gone)d. Kept: %(stayed)d.")
    return sentence % {"gone": len(undo.goes), "stayed": len(undo.stays)}
