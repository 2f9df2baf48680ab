"""Rosters, staff matrix and month sheets in one go: an importer made of those of each kind."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _, gettext_lazy

from awards.first_files.plan import Drop, Part, TogetherFacts, TogetherPlan, plan_together, together_facts
from awards.first_files.telling import ROSTER, SHEETS, STAFF, Teller, Told
from awards.models import ClassRound, Round
from awards.sheet_files.importer import SHEETS as SHEETS_IMPORTER
from starrating.cells.findings import Finding, Findings, Place
from starrating.cells.reader import shown_name
from starrating.db.locks import lock
from starrating.text import Level
from students.imports.importer import ROSTER as ROSTER_IMPORTER, STAFF_MATRIX
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.desk import Desk
from students.imports.pipeline.files import Opened, Source, left_out, source_of
from students.imports.pipeline.flow import AnyImporter
from students.imports.pipeline.importer import Importer, Preview, Written, apply, hold_school
from students.school.terms import latest_term

_LEAVE_OUT = gettext_lazy("Leave this file out")
_FROM_TODAY = gettext_lazy(
    "No term is open, so pupils and tasks count from today. Open the term first where sheets of earlier days follow."
)
_ROSTER = gettext_lazy("Roster")
_STAFF = gettext_lazy("Who teaches what")
_TEMPLATES = {
    ROSTER: ("students/imports/roster_choices.html", "students/imports/roster_rows.html"),
    STAFF: ("students/imports/staff_choices.html", "students/imports/staff_rows.html"),
    SHEETS: ("", "awards/sheet_files/rows.html"),
}
_IMPORTERS: Mapping[str, AnyImporter] = {ROSTER: ROSTER_IMPORTER, STAFF: STAFF_MATRIX, SHEETS: SHEETS_IMPORTER}


@dataclass(frozen=True)
class Together(Importer[Part, TogetherFacts, TogetherPlan]):
    """Several kinds of files at once. Each is written by its own importer, all in one transaction or none."""

    def opened(self, files: Sequence[Opened], asked: Asked) -> Drop:
        """Tell the files apart and read each kind; what none knows is left out and named."""
        teller = Teller(asked)
        told = teller.tell(files)
        findings = Findings(_faults(files, told))
        by_choice: dict[str, list[Opened]] = defaultdict(list)
        for one, file in zip(told, files, strict=True):
            if one.choice and not one.waits:
                by_choice[one.choice].append(file)
            elif one.why:
                findings.say(Level.WARNING, Place(shown_name(one.name)), "", one.why)
        if told and latest_term(asked.school) is None:
            findings.say(Level.WARNING, Place(shown_name(told[0].name)), "", _FROM_TODAY)
        titles = dict(_choices(teller))
        # The choices stand in the order of writing: what is written first, the others are about.
        parts = tuple(_part(one, by_choice[one], asked, title) for one, title in titles.items() if one in by_choice)
        rows = Counter(line.place.file for part in parts for line in part.source.lines)
        return Drop(
            files=tuple(one.mark for one in files),
            lines=parts,
            findings=tuple(findings),
            has_hidden=any(part.source.has_hidden for part in parts),
            told=tuple(replace(one, rows=rows[shown_name(one.name)]) for one in told),
            choices=tuple(titles.items()),
        )

    def held(self, source: Source[Part], asked: Asked) -> None:
        """Lock the school and then all rounds and their sheets: in the one order, before anything is written."""
        hold_school(asked)
        rounds = [part.asked.answers["round"] for part in source.lines if part.code == SHEETS]
        if rounds:
            list(lock(Round.objects.filter(pk__in=rounds)).values_list("pk"))
            list(lock(ClassRound.objects.filter(round__in=rounds)).values_list("pk"))

    def aside(self, source: Source[Part]) -> Mapping[int, bool]:
        told = source.told if isinstance(source, Drop) else ()
        return {one.place: one.waits for one in told if one.waits or not one.choice}

    def by_kind(self, columns: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for header, said in columns.items():
            kind, colon, name = header.partition(":")
            if colon and kind in _IMPORTERS:
                found[kind][name] = said
        return found

    def shown(self, preview: Preview[Part, TogetherPlan]) -> str:
        return "\n".join(one.said for one in preview.plan.parts)

    def said(self, preview: Preview[Part, TogetherPlan]) -> str:
        return "\n".join(one.part.importer.said(one.preview) for one in preview.plan.parts)


def _faults(files: Sequence[Opened], told: Sequence[Told]) -> Iterator[Finding]:
    """Say what keeps a file from being read; one left out by an answer blocks nothing, nor does what is no table."""
    for one, file in zip(told, files, strict=True):
        if file.fault is not None:
            yield left_out(file.fault) if file.is_no_table or one.answered else file.fault.finding


def _choices(teller: Teller) -> Iterator[tuple[str, str]]:
    yield "", str(_LEAVE_OUT)
    yield ROSTER, str(_ROSTER)
    yield STAFF, str(_STAFF)
    for one in reversed(teller.open_rounds):
        yield f"{SHEETS}:{one.pk}", _("Month sheets, %(round)s") % {"round": one.full_name}


def _part(choice: str, files: Sequence[Opened], asked: Asked, title: str) -> Part:
    code, _colon, round_pk = choice.partition(":")
    importer = _IMPORTERS[code]
    prefix = f"{code}:"
    columns = [one.removeprefix(prefix) for one in asked.many("column") if one.startswith(prefix)]
    answers = {**asked.answers, "column": columns, **({"round": int(round_pk)} if round_pk else {})}
    own = replace(asked, answers=answers)
    source = source_of(files, lambda books, findings: importer.read(books, own, findings))
    return Part(importer, own, source, title, *_TEMPLATES[code])


def _read(*_given: object) -> Iterator[Part]:
    """Read nothing: :meth:`Together.opened` reads."""
    yield from ()


def _write(plan: TogetherPlan, _facts: TogetherFacts, asked: Asked) -> Written:
    """Write each kind by its own importer, which finds what those before it have written as it was shown."""
    for one in plan.parts:
        if one.preview.writes:
            apply(one.part.importer, one.part.source, one.part.asked, digest=one.preview.digest)
    return Written(asked.school, {}, kept=False)


TOGETHER = Together(
    code="together", read=_read, facts=together_facts, plan=plan_together, write=_write, summary="", done=""
)
TOGETHER_DESK = Desk(
    TOGETHER,
    app="awards",
    title=gettext_lazy("A new school's files"),
    lead=gettext_lazy(
        "Rosters, the table of who teaches what, and month sheets: all at once, in any order. They are told apart, "
        "and shown before anything is saved."
    ),
    preview_title=gettext_lazy("Preview of all files"),
    preview_template="awards/first_files/preview.html",
    upload_template="awards/first_files/upload.html",
    home="awards:guide",
    home_label=gettext_lazy("First steps"),
    asks=("rename", "take", "account", "accounts_asked", "teacher"),
    rereads=("kind",),
)
IMPORTERS = (TOGETHER,)
