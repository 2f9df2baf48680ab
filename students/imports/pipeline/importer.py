"""An importer is what differs between kinds of file; here is what they share: looked at, then written whole or not."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from starrating.cells.findings import Finding, Findings, has_errors
from starrating.cells.model import Workbook
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.files import NamedBytes, Source, read_source
from students.imports.pipeline.plan import Plan, digest_of
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
    """What an import has written, for its audit event: the row that it is about, and what is told of it."""

    about: Model
    told: Mapping[str, object]


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
    beside those of the verbs that ``write`` calls.
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
    hidden = bool(asked.answers.get("hidden"))
    return read_source(files, lambda books, findings: importer.read(books, asked, findings), hidden=hidden)


@transaction.atomic
def apply(
    importer: Importer[Line, Facts, P], source: Source[Line], asked: Asked, *, digest: str, most: int | None = None
) -> Preview[Line, P]:
    """Write what the preview with this ``digest`` showed, in one transaction; gives what was done.

    Raises :class:`Refused` when the database has changed since the preview (code ``stale``) or an error blocks, and
    :class:`TooMuch` for more than ``most`` rows.
    """
    importer.hold(asked)
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
    return fresh
