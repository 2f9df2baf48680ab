"""What keeps a term from being settled, each with a link to its remedy, and what is worth a look before it is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from awards.models import ClassRound, Exam, Objection, Round, SheetState, Violation
from awards.rules.problems import ProblemLevel
from awards.settlement.facts import at_end
from starrating.days import short_day
from students.models import Enrolment, SchoolClass, Term


class Matter(models.TextChoices):
    """What a problem is about, which says where it is put right."""

    DAYS = "days"
    MISSING = "missing"
    SHEETS = "sheets"
    OBJECTION = "objection"
    EXAM = "exam"
    VIOLATION = "violation"
    LEFT = "left"


@dataclass(frozen=True)
class SettlementProblem:
    """A problem; ``target`` is the key of the round, exam or record, None where the matter has only one page."""

    matter: Matter
    message: str
    target: int | None = None
    blocks: bool = True

    @property
    def level(self) -> ProblemLevel:
        return ProblemLevel.BLOCKING if self.blocks else ProblemLevel.WARNING

    @property
    def url(self) -> str:
        """The address where it is put right; empty where there is none."""
        match self.matter:
            case Matter.EXAM:
                return reverse("awards:exams")
            case Matter.VIOLATION:
                return reverse("awards:violation", args=[self.target])
            case Matter.OBJECTION:
                return reverse("awards:objections", query={"round": self.target})
            case Matter.SHEETS | Matter.MISSING:
                return reverse("awards:board", query={"round": self.target})
            case _:
                return reverse("students:roster") if self.matter == Matter.LEFT else ""


def problems_before_settling(term: Term, day: dt.date) -> list[SettlementProblem]:
    """List everything to settle first, in the order of the term; ``term`` needs ``school``. Eight statements.

    ``day`` is the day of settlement: before the last day of the term only a warning says so (A32).
    """
    rounds = list(Round.objects.filter(term=term).order_by("starts_on"))
    return [
        *_days(term, day),
        *_missing(term, rounds),
        *_sheets(term, rounds),
        *_objections(term, rounds),
        *_exams(term),
        *_violations(term),
        *_left(term),
    ]


def _days(term: Term, day: dt.date) -> list[SettlementProblem]:
    if day >= term.ends_on:
        return []
    sentence = _("The term ends on %(day)s: who leaves until then is still counted.")
    return [SettlementProblem(Matter.DAYS, sentence % {"day": short_day(term.ends_on)}, blocks=False)]


def _missing(term: Term, rounds: Sequence[Round]) -> list[SettlementProblem]:
    """Find classes that had pupils and have no sheet."""
    classes = list(SchoolClass.objects.taught_in(term.school, term.school_year).select_related("school"))
    stays = _stays(term)
    present = set(ClassRound.objects.filter(round__term=term).values_list("round_id", "school_class_id"))
    begun = {round_pk for round_pk, _class_pk in present}
    found = []
    for round_ in rounds:
        without = [
            row.name_in(term.school_year)
            for row in classes
            if row.grade_in(term.school_year) in round_.grades
            and (round_.pk, row.pk) not in present
            and any(
                since <= round_.ends_on and (until is None or until >= round_.ends_on) for since, until in stays[row.pk]
            )
        ]
        if without:
            sentence = _("%(round)s: no sheet has been opened for %(classes)s.")
            if round_.pk not in begun:
                sentence = _("%(round)s: no sheet has been opened yet.")
            message = sentence % {"round": round_.name, "classes": "、".join(without)}
            found.append(SettlementProblem(Matter.MISSING, message, round_.pk))
    return found


def _stays(term: Term) -> dict[int, set[tuple[dt.date, dt.date | None]]]:
    """Give by class the different days from and until which pupils sat in it."""
    rows = (
        Enrolment.objects.filter(school_class__school=term.school_id, starts_on__lte=term.ends_on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=term.starts_on))
        .order_by()
        .values_list("school_class_id", "starts_on", "ends_on")
        .distinct()
    )
    found: dict[int, set[tuple[dt.date, dt.date | None]]] = defaultdict(set)
    for class_pk, since, until in rows:
        found[class_pk].add((since, until))
    return found


def _sheets(term: Term, rounds: Sequence[Round]) -> list[SettlementProblem]:
    """Find sheets that are not final; one that nobody touched counts only if the class had pupils in the round."""
    seated = Enrolment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("round__ends_on")),
        school_class=OuterRef("school_class"),
        starts_on__lte=OuterRef("round__ends_on"),
    )
    rows = (
        ClassRound.objects.filter(round__term=term)
        .exclude(state=SheetState.FINAL)
        .filter(Exists(seated) | Q(version__gt=0))
        .select_related("school_class__school")
        .in_paper_order()
    )
    by_state: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in rows:
        by_state[row.round_id, row.state].append(row.school_class.name_in(term.school_year))
    return [
        SettlementProblem(Matter.SHEETS, _sentence(state, round_.name, names), round_.pk)
        for round_ in rounds
        for state in SheetState
        if (names := by_state.get((round_.pk, state)))
    ]


def _sentence(state: SheetState, month: str, names: Sequence[str]) -> str:
    sentences = {
        SheetState.OPEN: _("%(round)s is not submitted: %(classes)s."),
        SheetState.RETURNED: _("%(round)s was returned and is not submitted again: %(classes)s."),
        SheetState.SUBMITTED: _("%(round)s is not filed: %(classes)s."),
        SheetState.IN_NOTICE: _("%(round)s is still on public notice: %(classes)s."),
    }
    return sentences[state] % {"round": month, "classes": "、".join(names)}


def _objections(term: Term, rounds: Sequence[Round]) -> list[SettlementProblem]:
    """Find open objections (A37): what is open about a name, or about a list, may change who has which star."""
    rows = (
        Objection.objects.open()
        .filter(class_round__round__term=term)
        .order_by("class_round__round__starts_on")
        .values_list("class_round__round_id")
        .annotate(number=Count("pk"))
    )
    months = {round_.pk: round_.name for round_ in rounds}
    found = []
    for round_pk, number in rows:
        sentence = ngettext(
            "%(round)s: %(count)d objection is not answered.",
            "%(round)s: %(count)d objections are not answered.",
            number,
        )
        words = {"round": months[round_pk], "count": number}
        found.append(SettlementProblem(Matter.OBJECTION, sentence % words, round_pk))
    return found


def _exams(term: Term) -> list[SettlementProblem]:
    """Find exams whose results are still to come (A17): the last exam's often come after the last round."""
    sentence = _("The champions of %(exam)s are not entered yet.")
    rows = Exam.objects.awaiting_results().filter(term=term)
    return [SettlementProblem(Matter.EXAM, sentence % {"exam": exam.name}, exam.pk) for exam in rows]


def _violations(term: Term) -> list[SettlementProblem]:
    """Find undecided violations, by class and day only: a list that many may read names no pupil."""
    sentence = _("A violation of %(day)s in %(class)s awaits the office's decision.")
    rows = Violation.objects.awaiting_decision().filter(term=term).select_related("school_class__school")
    return [
        SettlementProblem(
            Matter.VIOLATION,
            sentence % {"day": short_day(row.happened_on), "class": row.school_class.name_in(term.school_year)},
            row.pk,
        )
        for row in rows
    ]


def _left(term: Term) -> list[SettlementProblem]:
    """Find pupils with stars who are gone by the end: on no list (A44), and worth a look in case a date is wrong."""
    gone = (
        Enrolment.objects.filter(student__school=term.school_id, student__entries__term=term)
        # The stars of a second record have been carried to the one that goes on.
        .filter(student__merged_into__isnull=True)
        .exclude(student__in=Enrolment.objects.filter(at_end(term), student__school=term.school_id).values("student"))
        .order_by()
        .values("student")
        .distinct()
        .count()
    )
    if not gone:
        return []
    sentence = ngettext(
        "%(count)d pupil with stars is not enrolled on the last day of the term and gets no level.",
        "%(count)d pupils with stars are not enrolled on the last day of the term and get no level.",
        gone,
    )
    return [SettlementProblem(Matter.LEFT, sentence % {"count": gone}, blocks=False)]
