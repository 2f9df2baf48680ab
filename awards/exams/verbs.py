"""Exams and their champion stars: announced, confirmed, corrected, moved, called off (四12, A1 to A3, A13 to A21)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.exams.changes import Changes, Placed, changes_between, place, standing
from awards.ledger.posting import post_champions, reverse_entries
from awards.models import Champion, Exam, ExamKind, ExamState, Round, StarEntry, StarItem
from awards.rules.champions import TOTAL, ChampionRules, Win, settled
from awards.rules.kinds import CHAMPION_KINDS, Overlap, Ties
from awards.terms.calendar import open_round_for, round_of_day, term_of_day
from awards.terms.locks import demand_open, demand_pupils_open, locked_term
from starrating.days import long_day, short_day
from starrating.joiners import in_a_row
from starrating.operations import audit
from starrating.refused import Refused, demand_reason
from students.imports.pipeline.files import FileMark
from students.models import School, Subject, Term, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of


@dataclass(frozen=True)
class ExamSpec:
    """Which exam is meant. ``exam`` is None while it is not on record.

    ``late_for`` is the month that it belongs to, where that was closed before its results came in (A16).
    """

    term: Term
    kind: ExamKind
    name: str
    held_on: dt.date
    round: Round
    exam: Exam | None = None
    late_for: Round | None = None

    @property
    def counts(self) -> bool:
        """Whether its first places earn stars (A15)."""
        return self.kind.counts

    @property
    def rules(self) -> ChampionRules:
        """The scheme's settings for champions."""
        scheme = self.term.pinned.scheme
        return ChampionRules(Overlap(scheme.champion_overlap), Ties(scheme.champion_ties), scheme.champion_pass_down)


@dataclass(frozen=True)
class Results:
    """Who was first, complete for the ``grades`` named: what stands on record for them and is not here comes off."""

    wins: frozenset[Win]
    grades: frozenset[int]
    files: tuple[FileMark, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What confirming would do; ``same_files``: these very files were the last upload."""

    spec: ExamSpec
    changes: Changes
    same_files: bool


@dataclass(frozen=True)
class Confirmed:
    """What confirming did: entries posted and reversed."""

    exam: Exam
    posted: int
    reversed_: int


def exam_spec(school: School, *, kind: str, name: str, held_on: dt.date, late: bool = False) -> ExamSpec:
    """Name the exam by its kind's name or code, its own name and its last day (A16).

    ``late``: its results come in only now, so that a closed month passes them on to the next open one. Without it an
    exam counts in its own month, as where a past is brought in.

    An exam on record under this name in the term is meant again; :class:`Refused` where its kind or day differ, for a
    kind that the term's scheme does not know, and for a day after the term (code ``term``).
    """
    name = " ".join(name.split())
    if not name or len(name) > 40:
        raise Refused(_("An exam needs a name of at most 40 characters."), code="name")
    term = term_of_day(school, held_on)
    if held_on > term.ends_on:
        sentence = _("%(term)s ended on %(day)s. Choose a day of the exam within the term.")
        raise Refused(sentence % {"term": term.name, "day": long_day(term.ends_on)}, code="term")
    found = _kind(term, kind)
    exam = Exam.objects.filter(term=term, name=name).select_related("round", "kind").first()
    if exam is not None and (exam.kind_id, exam.held_on) != (found.pk, held_on):
        sentence = _("%(name)s is on record as %(kind)s of %(day)s. Give the same kind and day, or another name.")
        known = {"name": name, "kind": exam.kind.name, "day": short_day(exam.held_on)}
        raise Refused(sentence % known, code="other_exam")
    own = exam.round if exam else round_of_day(term, held_on)
    spec = ExamSpec(term, found, name, held_on, own, exam)
    return in_open_round(spec) if late else spec


def in_open_round(spec: ExamSpec) -> ExamSpec:
    """Put the exam into the next open month where its own is closed; one whose stars stand stays where it is."""
    if spec.exam is not None and spec.exam.state != ExamState.PENDING:
        return spec
    found = open_round_for(spec.round)
    return spec if found == spec.round else replace(spec, round=found, late_for=spec.round)


def preview(spec: ExamSpec, results: Results) -> Preview:
    """Say what :func:`confirm` would change, by name; nothing is written."""
    same = spec.exam is not None and bool(results.files) and spec.exam.files == list(results.files)
    return Preview(spec, changes_between(spec.exam, _wanted(spec, results), results.grades), same)


@transaction.atomic
def announce(spec: ExamSpec, *, by: User, at: dt.datetime) -> Exam:
    """Put an exam on record whose results are still to come: while it counts, the term cannot be settled (A17)."""
    term = _open_term(spec.term, "awards:exam_announce", by, at)
    if Exam.objects.filter(term=term, name=spec.name).exists():
        raise Refused(_("This exam is on record already. Open it from the list of exams."), code="twice")
    exam = _created(spec)
    new = {"name": exam.name, "held_on": exam.held_on.isoformat(), "round": exam.round.label}
    _record("exam.announced", exam, by=by, at=at, new=new)
    return exam


@transaction.atomic
def confirm(spec: ExamSpec, results: Results, *, by: User, at: dt.datetime) -> Confirmed:
    """Post the champions' stars; confirmed before, only what has changed is reversed and posted (A18, A19).

    The office does it once for the grades of ``results``; other grades stay as they are, and the same results twice
    change nothing. An exam that does not count is put on record without winners. Raises :class:`Refused` when ``by``
    may not, when the term, or a grade whose champions change, is settled, before the exam has been held (code
    ``future``), and for somebody who was in no class of these grades on the day.
    """
    term = _open_term(spec.term, "awards:exam_confirm", by, at)
    if spec.held_on > timezone.localdate(at):
        raise Refused(_("This exam is still to come. Add it now, and enter its results afterwards."), code="future")
    exam = (
        Exam.objects.filter(term=term, name=spec.name)
        .select_related("term__school", "term__pinned__scheme", "round")
        .first()
    )
    exam = exam or _created(spec)
    if exam.state == ExamState.CALLED_OFF:
        raise Refused(_("This exam was cancelled. If it was held after all, add it under another name."), code="state")
    if exam.state == ExamState.PENDING:
        exam.round = spec.round
    changes = changes_between(exam, _wanted(spec, results), results.grades)
    changed = [*changes.removed, *changes.added]
    demand_pupils_open(term, {one.student.pk for one in changed}, {one.school_class.pk for one in changed})
    reason = _("Corrected by entering the champions of the exam again.")
    reversed_ = _withdraw(changes.removed, reason=reason, by=by, at=at)
    posted = _award(exam, changes.added, by=by, at=at)
    if changes.any or exam.state != ExamState.CONFIRMED or (results.files and exam.files != list(results.files)):
        _mark_confirmed(exam, results, changes, by=by, at=at)
    return Confirmed(exam, posted, reversed_)


@transaction.atomic
def move(exam: Exam, round_: Round, *, by: User, at: dt.datetime) -> Exam:
    """Let the exam's stars count in another round of its term (A16): reversed there, posted here."""
    _open_term(exam.term, "awards:exam_move", by, at)
    exam = _reread(exam)
    if round_.term_id != exam.term_id:
        raise Refused(_("An exam can only move within its term. Choose a month of that term."), code="other_term")
    if round_.pk == exam.round_id:
        return exam
    old, exam.round = exam.round, round_
    exam.save(update_fields=["round"])
    champions = standing(exam)
    _withdraw(champions, reason=_("The exam was moved to another month."), by=by, at=at)
    _award(exam, champions, by=by, at=at)
    _record("exam.moved", exam, by=by, at=at, old={"round": old.label}, new={"round": round_.label})
    return exam


@transaction.atomic
def call_off(exam: Exam, *, reason: str, by: User, at: dt.datetime) -> Exam:
    """Call an announced exam off that is not held after all, so that it no longer keeps the term open."""
    _open_term(exam.term, "awards:exam_call_off", by, at)
    exam = _reread(exam)
    if exam.state != ExamState.PENDING:
        raise Refused(
            _(
                "Only an exam whose results are pending can be cancelled. Where stars were recorded, "
                "take the champions off."
            ),
            code="state",
        )
    reason = demand_reason(reason)
    exam.state = ExamState.CALLED_OFF
    exam.save(update_fields=["state"])
    _record("exam.called_off", exam, by=by, at=at, new={"state": exam.state}, reason=reason)
    return exam


def _open_term(term: Term, action: str, by: User, at: dt.datetime) -> Term:
    """Lock the term: its exams change one after the other, and none while it is being settled."""
    term = locked_term(term.pk)
    standing = standing_of(by, timezone.localdate(at))
    demand_school(standing, action, term.school_id)
    demand_open(term)
    return term


def _reread(exam: Exam) -> Exam:
    return Exam.objects.select_related("term__school", "term__pinned__scheme", "round", "kind").get(pk=exam.pk)


def _kind(term: Term, text: str) -> ExamKind:
    """Find the kind by code or name, or by how its name begins where only one does: schools say 期末 for 期末考试."""
    kinds, said = list(ExamKind.objects.filter(scheme=term.pinned.scheme)), text.strip()
    named = [kind for kind in kinds if said in (kind.name, kind.code)]
    begun = [kind for kind in kinds if said and kind.name.startswith(said)]
    if named or len(begun) == 1:
        return (named or begun)[0]
    known = in_a_row(kind.name for kind in kinds)
    raise Refused(
        _("The scheme knows no kind of exam “%(kind)s”, only: %(known)s.") % {"kind": text, "known": known}, code="kind"
    )


def _wanted(spec: ExamSpec, results: Results) -> list[Placed]:
    if not spec.counts:
        return []
    wins = settled(results.wins, spec.rules.overlap)
    year = spec.term.school_year
    return place(wins, results.grades, school=spec.term.school, year=year, held_on=spec.held_on)


def _created(spec: ExamSpec) -> Exam:
    return Exam.objects.create(term=spec.term, kind=spec.kind, name=spec.name, held_on=spec.held_on, round=spec.round)


def _withdraw(found: Iterable[Placed], *, reason: str, by: User, at: dt.datetime) -> int:
    pks = [one.champion.pk for one in found if one.champion]
    Champion.objects.filter(pk__in=pks).update(withdrawn_at=at)
    entries = list(StarEntry.objects.standing().of(champion__in=pks))
    return len(reverse_entries(entries, reason=reason, by=by, at=at))


def _award(exam: Exam, found: Iterable[Placed], *, by: User, at: dt.datetime) -> int:
    found = list(found)
    school = exam.term.school
    subjects = {name: _subject(school, name) for name in sorted({one.subject for one in found} - {TOTAL})}
    champions = Champion.objects.bulk_create(
        Champion(
            exam=exam,
            kind=one.kind,
            subject=subjects.get(one.subject),
            student=one.student,
            school_class=one.school_class,
            grade=one.grade,
        )
        for one in found
    )
    scheme = exam.term.pinned.scheme
    items = {item.kind: item for item in StarItem.objects.filter(scheme=scheme, kind__in=CHAMPION_KINDS)}
    return post_champions(champions, items, exam.round, by=by, at=at)


def _subject(school: School, name: str) -> Subject:
    return Subject.objects.get_or_create(school=school, name=name)[0]


def _mark_confirmed(exam: Exam, results: Results, changes: Changes, *, by: User, at: dt.datetime) -> None:
    old = {"state": exam.state}
    exam.state, exam.confirmed_at, exam.confirmed_by = ExamState.CONFIRMED, at, by
    exam.files = list(results.files) or exam.files
    exam.save(update_fields=["state", "round", "confirmed_at", "confirmed_by", "files"])
    new = {
        "state": exam.state,
        "round": exam.round.label,
        "grades": sorted(results.grades),
        "added": len(changes.added),
        "kept": len(changes.kept),
        "removed": len(changes.removed),
        "files": exam.files,
    }
    _record("exam.confirmed", exam, by=by, at=at, old=old, new=new)


def _record(action: str, exam: Exam, **told: Unpack[audit.Told]) -> None:
    audit.record(action, exam, school_id=exam.term.school_id, **told)
