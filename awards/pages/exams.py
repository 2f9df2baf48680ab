"""The office's pages of exams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Count, Q, QuerySet

from awards.exam_changes import Placed
from awards.exams import ExamSpec, FileMark, Results, exam_spec, preview
from awards.imports.exams import Ranked
from awards.models import Exam
from awards.rules.champions import Win
from awards.rules.kinds import ItemKind
from starrating.cells.findings import Finding, has_errors
from students.models import School, Student

_SALT = "awards.exams.winners"
# As long as a clerk may look at the preview.
TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class WinnerRow:
    kind: str
    subject: str
    class_name: str
    number: str
    name: str


@dataclass(frozen=True)
class TieRow:
    kind: str
    subject: str
    names: Sequence[str]


@dataclass(frozen=True)
class PreviewPage:
    """What confirming would do. ``token`` carries the winners and nothing of their marks; empty where files err."""

    spec: ExamSpec
    findings: Sequence[Finding]
    added: Sequence[WinnerRow]
    removed: Sequence[WinnerRow]
    kept: int
    same_files: bool
    ties: Sequence[TieRow]
    token: str


def exam_rows(exams: QuerySet[Exam]) -> QuerySet[Exam]:
    """Exams with ``winners``, the number of first places on record."""
    return exams.annotate(winners=Count("champions", filter=Q(champions__withdrawn_at__isnull=True)))


def preview_page(spec: ExamSpec, ranked: Ranked) -> PreviewPage:
    errors = has_errors(ranked.findings)
    shown = None if errors else preview(spec, ranked.results)
    year = spec.term.school_year
    return PreviewPage(
        spec=spec,
        findings=ranked.findings,
        added=_rows(shown.changes.added, year) if shown else [],
        removed=_rows(shown.changes.removed, year) if shown else [],
        kept=len(shown.changes.kept) if shown else 0,
        same_files=bool(shown and shown.same_files),
        ties=[] if errors else _ties(ranked),
        token="" if errors else sealed(spec, ranked.results),
    )


def sealed(spec: ExamSpec, results: Results) -> str:
    """The exam and its winners as signed text for the form of the preview."""
    wins = sorted([win.kind.value, win.subject, win.pupil] for win in results.wins)
    payload = {
        "school": spec.term.school_id,
        "exam": [spec.kind.code, spec.name, spec.held_on.isoformat()],
        "wins": wins,
        "grades": sorted(results.grades),
        "files": list(results.files),
    }
    return signing.dumps(payload, salt=_SALT, compress=True)


def unsealed(token: str, school: School) -> tuple[ExamSpec, Results] | None:
    """What :func:`sealed` put in; None when it is too old, forged or another school's. May raise Refused."""
    try:
        payload: Any = signing.loads(token, salt=_SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    if payload["school"] != school.pk:
        return None
    kind, name, held_on = payload["exam"]
    spec = exam_spec(school, kind=kind, name=name, held_on=dt.date.fromisoformat(held_on))
    wins = frozenset(Win(ItemKind(kind), subject, pupil) for kind, subject, pupil in payload["wins"])
    files = tuple(FileMark(name=one["name"], sha256=one["sha256"]) for one in payload["files"])
    return spec, Results(wins, frozenset(payload["grades"]), files)


def _rows(found: Sequence[Placed], year: int) -> list[WinnerRow]:
    return [
        WinnerRow(
            kind=str(one.kind.label),
            subject=one.subject,
            class_name=one.school_class.name_in(year),
            number=one.student.number,
            name=one.student.name,
        )
        for one in found
    ]


def _ties(ranked: Ranked) -> list[TieRow]:
    pupils = {pk for tie in ranked.undecided for pk in tie.pupils}
    names = dict(Student.objects.filter(pk__in=pupils).values_list("pk", "name"))
    return [TieRow(str(tie.kind.label), tie.subject, [names[pk] for pk in tie.pupils]) for tie in ranked.undecided]
