"""The office's pages of exams."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core import signing
from django.db.models import Count, Q, QuerySet

from awards.exams.changes import Changes, Placed, standing
from awards.exams.score_files import Ranked
from awards.exams.verbs import ExamSpec, Results, exam_spec, preview
from awards.models import Exam, ExamState
from awards.rules.champions import Win
from awards.rules.kinds import ItemKind
from starrating.cells.findings import Finding, Question, has_errors
from students.imports.pipeline.files import FileMark
from students.imports.pipeline.meanings import is_remembered
from students.models import School, Student, TermState

_SALT = "awards.exams.winners"
# As long as a clerk may look at the preview.
TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class ExamPage:
    """What may be done follows the verbs: nothing once the term is settled, calling off only while pending."""

    exam: Exam
    winners: Sequence[Placed]
    enters: bool
    moves: bool
    calls_off: bool


@dataclass(frozen=True)
class Candidate:
    """One of several who are first. ``value`` is what the form sends for the win; ``stands``: it is on record."""

    value: str
    name: str
    number: str
    stands: bool


@dataclass(frozen=True)
class TieRow:
    kind: str
    subject: str
    candidates: Sequence[Candidate]


@dataclass(frozen=True)
class PreviewPage:
    """What confirming would do. ``token`` carries the winners and nothing of their marks; empty where files err."""

    spec: ExamSpec
    findings: Sequence[Finding]
    changes: Changes = field(default_factory=Changes)
    same_files: bool = False
    ties: Sequence[TieRow] = ()
    token: str = ""
    questions: Sequence[Question] = ()

    @property
    def remembers(self) -> bool:
        """Whether a column was read as was said of it earlier."""
        return any(map(is_remembered, self.findings))


def exam_rows(exams: QuerySet[Exam]) -> QuerySet[Exam]:
    """Give exams with ``winners``, the number of first places on record."""
    return exams.annotate(winners=Count("champions", filter=Q(champions__withdrawn_at__isnull=True)))


def exam_page(exam: Exam) -> ExamPage:
    """Gather the page of one exam, which comes with its term, kind and round."""
    works = exam.term.state == TermState.OPEN and exam.state != ExamState.CALLED_OFF
    order = sorted(standing(exam), key=lambda one: (one.grade, one.subject, one.kind, one.student.number))
    return ExamPage(
        exam=exam,
        winners=[one for one in order if one.champion is not None],
        enters=works and exam.kind.counts,
        moves=works,
        calls_off=works and exam.state == ExamState.PENDING,
    )


def preview_page(spec: ExamSpec, ranked: Ranked) -> PreviewPage:
    """Show the ranking with those whom the office chose the last time among several who are first (A13)."""
    if has_errors(ranked.findings):
        return PreviewPage(spec, ranked.findings, questions=[one for one in ranked.questions if one.blocks])
    tied = _tied(ranked)
    # Chosen again unless the office says otherwise.
    chosen = tied & {one.key for one in standing(spec.exam)} if spec.exam else frozenset()
    shown = preview(spec, replace(ranked.results, wins=ranked.results.wins | chosen))
    token = sealed(spec, ranked.results, tied)
    return PreviewPage(spec, ranked.findings, shown.changes, shown.same_files, _ties(ranked, chosen), token)


def win_value(win: Win) -> str:
    """Give a win as the value of a box that the office ticks."""
    return f"{win.pupil}:{win.kind.value}:{win.subject}"


def sealed(spec: ExamSpec, results: Results, tied: Iterable[Win] = ()) -> str:
    """Sign the exam, its winners and who may be chosen where several are first, as a text for the preview's form."""
    payload = {
        "school": spec.term.school_id,
        "exam": [spec.kind.code, spec.name, spec.held_on.isoformat()],
        "wins": _packed(results.wins),
        "tied": _packed(tied),
        "grades": sorted(results.grades),
        "files": list(results.files),
    }
    return signing.dumps(payload, salt=_SALT, compress=True)


def unsealed(token: str, school: School, chosen: Collection[str] = ()) -> tuple[ExamSpec, Results] | None:
    """Read what :func:`sealed` put in; None when it is too old, forged or another school's. May raise Refused.

    ``chosen``: the boxes ticked where the office decides; others than those shown count for nothing.
    """
    try:
        payload: Any = signing.loads(token, salt=_SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    if payload["school"] != school.pk:
        return None
    kind, name, held_on = payload["exam"]
    spec = exam_spec(school, kind=kind, name=name, held_on=dt.date.fromisoformat(held_on), late=True)
    picked = {win for win in _unpacked(payload["tied"]) if win_value(win) in chosen}
    wins = _unpacked(payload["wins"]) | picked
    files = tuple(FileMark(name=one["name"], sha256=one["sha256"]) for one in payload["files"])
    return spec, Results(wins, frozenset(payload["grades"]), files)


def _packed(wins: Iterable[Win]) -> list[list[object]]:
    return [[win.kind.value, win.subject, win.pupil] for win in sorted(wins)]


def _unpacked(packed: Iterable[tuple[str, str, int]]) -> frozenset[Win]:
    return frozenset(Win(ItemKind(kind), subject, pupil) for kind, subject, pupil in packed)


def _tied(ranked: Ranked) -> frozenset[Win]:
    return frozenset(Win(tie.kind, tie.subject, pupil) for tie in ranked.undecided for pupil in tie.pupils)


def _ties(ranked: Ranked, chosen: Collection[Win]) -> list[TieRow]:
    known = Student.objects.in_bulk({pk for tie in ranked.undecided for pk in tie.pupils})

    def candidate(win: Win) -> Candidate:
        student = known[win.pupil]
        return Candidate(win_value(win), student.name, student.number, win in chosen)

    return [
        TieRow(str(tie.kind.label), tie.subject, [candidate(Win(tie.kind, tie.subject, pupil)) for pupil in tie.pupils])
        for tie in ranked.undecided
    ]
