"""An importer is what differs between kinds of file; here is what they share: looked at, then written whole or not."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from starrating.cells.findings import Finding, Findings, Question, has_errors
from starrating.cells.model import Workbook
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.files import NamedBytes, Opened, Source, opened, source_of
from students.imports.pipeline.fits import Kind
from students.imports.pipeline.plan import Plan, digest_of
from students.imports.record.runs import keep_run
from students.imports.record.trail import Trail
from students.models import School

Line = TypeVar("Line")
Facts = TypeVar("Facts")
P = TypeVar("P", bound=Plan[Any])


@dataclass(frozen=True)
class Preview(Generic[Line, P]):
    """What importing would do. ``digest`` is the same as long as files and database are."""

    source: Source[Line]
    asked: Asked
    plan: P

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found: in the files themselves first."""
        return (*self.source.findings, *self.plan.findings)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What can be answered to have the files read otherwise, each once."""
        asked = (*self.source.questions, *(one.question for one in self.plan.findings if one.question))
        return tuple({(one.about, one.header): one for one in reversed(asked)}.values())[::-1]

    @cached_property
    def blocked(self) -> bool:
        """Whether an error keeps the whole import from being confirmed: it is all or nothing."""
        return has_errors(self.findings) or not self.plan.rows

    @property
    def writes(self) -> bool:
        """Whether confirming would change anything."""
        return bool(self.plan.working)

    @cached_property
    def digest(self) -> str:
        return digest_of(row.essence for row in self.plan.rows)


@dataclass(frozen=True)
class Written:
    """What an import has written, for its audit event: the row that it is about, and what is told of it.

    ``trail`` is what it is taken back by; without one it cannot be. ``kept``: false for what is made of several
    imports, each of which is kept on record by itself.
    """

    about: Model
    told: Mapping[str, object]
    trail: Trail | None = None
    kept: bool = True


def hold_school(asked: Asked) -> None:
    """Let the second of two imports at once wait here, and then find that the ground has changed."""
    lock(School.objects.all()).get(pk=asked.school.pk)


@dataclass(frozen=True)
class Importer(Generic[Line, Facts, P]):
    """A kind of file, by its ``code``.

    ``read`` gives typed lines of opened files, ``facts`` is all that the database knows of them, ``plan`` compares the
    two in memory, and ``write`` writes what a plan says; it may raise :class:`Refused`. ``hold`` locks, before the
    facts are read to be written upon, what must not change until all is written.

    ``summary`` and ``done`` say in a sentence what a plan comes to and what was written, by the plan's figures;
    ``nothing`` says that there was nothing to write. ``event`` is the action of the audit event, where there is one
    beside those of the verbs that ``write`` calls. ``kind`` tells which of several files are of this kind.
    """

    code: str
    read: Callable[[Sequence[Workbook], Asked, Findings], Iterable[Line]]
    facts: Callable[[Sequence[Line], Asked], Facts]
    plan: Callable[[Sequence[Line], Facts], P]
    write: Callable[[P, Facts, Asked], Written]
    summary: str | Promise
    done: str | Promise
    nothing: str | Promise = ""
    event: str = ""
    hold: Callable[[Asked], None] = hold_school
    kind: Callable[[Asked], Kind] | None = None

    def opened(self, files: Sequence[Opened], asked: Asked) -> Source[Line]:
        """Read the lines of opened files."""
        kind = self.kind(asked) if self.kind and len(files) > 1 else None
        return source_of(files, lambda books, findings: self.read(books, asked, findings), kind)

    def held(self, source: Source[Line], asked: Asked) -> None:
        """Lock what ``source`` is written upon."""
        self.hold(asked)

    def aside(self, source: Source[Line]) -> Mapping[int, bool]:
        """Give the places of files that are not imported with the others; true for those that wait."""
        return {}

    def by_kind(self, columns: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
        """Give what was said of columns, by the kind of file that it was said of."""
        return {self.code: columns}

    def shown(self, preview: Preview[Line, P]) -> str:
        """Say in a sentence what ``preview`` comes to."""
        return str(self.summary) % preview.plan.figures

    def said(self, preview: Preview[Line, P]) -> str:
        """Say in a sentence what was written, once that is done."""
        template = self.done if preview.writes or not self.nothing else self.nothing
        return str(template) % preview.plan.figures


class TooMuch(Exception):
    """More is to be written than anybody waits for; nothing has been."""


def look(importer: Importer[Line, Facts, P], files: Sequence[NamedBytes], asked: Asked) -> Preview[Line, P]:
    """Say what these files (name, bytes) would do. Nothing is written, and nothing ends because it is absent."""
    source = open_files(importer, files, asked)
    return Preview(source, asked, importer.plan(source.lines, importer.facts(source.lines, asked)))


def open_files(importer: Importer[Line, Any, Any], files: Sequence[NamedBytes], asked: Asked) -> Source[Line]:
    """Read the lines of files (name, bytes), which takes the most time and needs no lock."""
    return importer.opened(opened(files, hidden=bool(asked.answers.get("hidden"))), asked)


@transaction.atomic
def apply(
    importer: Importer[Line, Facts, P], source: Source[Line], asked: Asked, *, digest: str, most: int | None = None
) -> Preview[Line, P]:
    """Write what the preview with this ``digest`` showed, in one transaction; gives what was done.

    Raises :class:`Refused` when the database has changed since the preview (code ``stale``) or an error blocks, and
    :class:`TooMuch` for more than ``most`` rows.
    """
    importer.held(source, asked)
    facts = importer.facts(source.lines, asked)
    fresh = Preview(source, asked, importer.plan(source.lines, facts))
    if fresh.digest != digest:
        raise Refused(_("Something has changed since this preview. Look at it once more."), code="stale")
    if fresh.blocked:
        raise Refused(_("Errors in the file must be corrected first; nothing was imported."), code="blocked")
    if most is not None and fresh.plan.size > most:
        raise TooMuch
    if fresh.writes:
        written = importer.write(fresh.plan, facts, asked)
        if importer.event:
            new = {"files": list(source.files), **written.told}
            school = asked.school.pk
            audit.record(importer.event, written.about, by=asked.by, at=asked.at, school_id=school, new=new)
        if written.kept:
            _keep(importer, fresh, written)
    return fresh


def _keep(importer: Importer[Line, Any, P], done: Preview[Line, P], written: Written) -> None:
    keep_run(
        importer.code,
        {one["sha256"]: one["name"] for one in done.source.files},
        done.plan.figures,
        written.trail,
        school=done.asked.school,
        by=done.asked.by,
        at=done.asked.at,
        upload=done.asked.upload,
    )
