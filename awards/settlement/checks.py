"""What keeps a grade's term from being settled, each with a link to its remedy, and what is worth a look before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from awards.models import PLACED_STATES, Appeal, ClassRound, Exam, Objection, Round, SheetState, Violation
from awards.rules.problems import ProblemLevel
from awards.settlement.facts import at_end, end_of, years_of
from starrating.days import short_day
from starrating.joiners import in_a_row
from students.models import Enrolment, SchoolClass, Term


class Matter(models.TextChoices):
    """What a problem is about, which says where it is put right."""

    DAYS = "days"
    MISSING = "missing"
    SHEETS = "sheets"
    OBJECTION = "objection"
    EXAM = "exam"
    VIOLATION = "violation"
    APPEAL = "appeal"
    LEFT = "left"


@dataclass(frozen=True)
class SettlementProblem:
    """A problem; ``target`` is the key of the round, exam or record, None where the matter has only one page.

    ``classes`` are those that it is about, where it is about several.
    """

    matter: Matter
    thing: str
    target: int | None = None
    blocks: bool = True
    classes: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        if not self.classes:
            return self.thing
        words = {"thing": self.thing, "classes": in_a_row(self.classes)}
        return pgettext("what is not done, and by which classes", "%(thing)s (%(classes)s)") % words

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
            case Matter.APPEAL:
                return reverse("awards:appeals")
            case Matter.OBJECTION:
                return reverse("awards:objections", query={"round": self.target})
            case Matter.SHEETS | Matter.MISSING:
                return reverse("awards:board", query={"round": self.target})
            case _:
                return reverse("students:roster") if self.matter == Matter.LEFT else ""


def problems_before_settling(term: Term, day: dt.date, years: Collection[int] | None = None) -> list[SettlementProblem]:
    """List everything to settle first, in the order of the term; ``term`` needs ``school``. Eleven statements at most.

    ``day`` is the day of settlement: before the last day of the term only a warning says so (A32). ``years`` are the
    entry years of the grades to settle, else all that have classes.
    """
    years = frozenset(years_of(term) if years is None else years)
    rounds = list(Round.objects.filter(term=term).order_by("starts_on"))
    return [
        *_days(term, day, years, rounds),
        *_missing(term, rounds, years),
        *_sheets(term, rounds, years),
        *_elsewhere(term, years),
        *_objections(term, rounds, years),
        *_exams(term, years),
        *_violations(term, years),
        *_appeals(term, years),
        *_left(term, years),
    ]


def _days(term: Term, day: dt.date, years: Collection[int], rounds: Sequence[Round]) -> list[SettlementProblem]:
    last = max((end_of(term, year, rounds) for year in years), default=term.ends_on)
    if day >= last:
        return []
    sentence = _("The term ends on %(day)s: who leaves until then is still counted.")
    return [SettlementProblem(Matter.DAYS, sentence % {"day": short_day(last)}, blocks=False)]


def _missing(term: Term, rounds: Sequence[Round], years: Collection[int]) -> list[SettlementProblem]:
    """Find classes that had pupils and have no sheet."""
    taught = SchoolClass.objects.taught_in(term.school, term.school_year).filter(entry_year__in=years)
    classes = list(taught.select_related("school"))
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
            found.append(_without_sheet(round_, without if round_.pk in begun else ()))
    return found


def _without_sheet(round_: Round, classes: Sequence[str]) -> SettlementProblem:
    """Say of which classes no sheet has been opened; of none where nobody's has."""
    if not classes:
        sentence = _("%(round)s: no sheet has been opened yet")
        return SettlementProblem(Matter.MISSING, sentence % {"round": round_.name}, round_.pk)
    sentence = ngettext(
        "%(round)s: %(count)d class has no sheet", "%(round)s: %(count)d classes have no sheet", len(classes)
    )
    words = {"round": round_.name, "count": len(classes)}
    return SettlementProblem(Matter.MISSING, sentence % words, round_.pk, classes=tuple(classes))


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


def _sheets(term: Term, rounds: Sequence[Round], years: Collection[int]) -> list[SettlementProblem]:
    """Find sheets that are not final; one that nobody touched counts only if the class had pupils in the round."""
    seated = Enrolment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("round__ends_on")),
        school_class=OuterRef("school_class"),
        starts_on__lte=OuterRef("round__ends_on"),
    )
    rows = (
        ClassRound.objects.filter(round__term=term, school_class__entry_year__in=years)
        .exclude(state=SheetState.FINAL)
        .filter(Exists(seated) | Q(version__gt=0))
        .select_related("school_class__school")
        .in_paper_order()
    )
    by_state: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in rows:
        by_state[row.round_id, row.state].append(row.school_class.name_in(term.school_year))
    return [
        SettlementProblem(Matter.SHEETS, _thing(state, round_.name, len(names)), round_.pk, classes=tuple(names))
        for round_ in rounds
        for state in SheetState
        if (names := by_state.get((round_.pk, state)))
    ]


def _elsewhere(term: Term, years: Collection[int]) -> list[SettlementProblem]:
    """Find sheets of other grades that are not final and name a pupil who sits in these grades by now."""
    here = Enrolment.objects.filter(at_end(term), student__school=term.school_id, school_class__entry_year__in=years)
    rows = (
        ClassRound.objects.filter(
            round__term=term, nominations__state__in=PLACED_STATES, nominations__student__in=here.values("student")
        )
        .exclude(school_class__entry_year__in=years)
        .exclude(state=SheetState.FINAL)
        .select_related("round", "school_class__school")
        .in_paper_order()
        .distinct()
    )
    sentence = _("%(round)s of %(class)s is not final and names a pupil who has changed to one of these classes.")
    return [
        SettlementProblem(
            Matter.SHEETS,
            sentence % {"round": row.round.name, "class": row.school_class.name_in(term.school_year)},
            row.round_id,
        )
        for row in rows
    ]


def _thing(state: SheetState, month: str, number: int) -> str:
    things = {
        SheetState.OPEN: ngettext(
            "%(round)s: %(count)d class has not submitted", "%(round)s: %(count)d classes have not submitted", number
        ),
        SheetState.RETURNED: ngettext(
            "%(round)s: %(count)d class has not submitted again",
            "%(round)s: %(count)d classes have not submitted again",
            number,
        ),
        SheetState.SUBMITTED: ngettext(
            "%(round)s: %(count)d sheet is not filed", "%(round)s: %(count)d sheets are not filed", number
        ),
        SheetState.IN_NOTICE: ngettext(
            "%(round)s: %(count)d class is on public notice",
            "%(round)s: %(count)d classes are on public notice",
            number,
        ),
    }
    return things[state] % {"round": month, "count": number}


def _objections(term: Term, rounds: Sequence[Round], years: Collection[int]) -> list[SettlementProblem]:
    """Find open objections (A37): what is open about a name, or about a list, may change who has which star."""
    rows = (
        Objection.objects.open()
        .filter(class_round__round__term=term, class_round__school_class__entry_year__in=years)
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


def _exams(term: Term, years: Collection[int]) -> list[SettlementProblem]:
    """Find exams whose results are still to come (A17): the last exam's often come after the last round."""
    grades = {term.school.grade_of(year, term.school_year) for year in years}
    sentence = _("The champions of %(exam)s are not entered yet.")
    rows = Exam.objects.awaiting_results().filter(term=term).select_related("round")
    waiting = [exam for exam in rows if not grades.isdisjoint(exam.round.grades)]
    return [SettlementProblem(Matter.EXAM, sentence % {"exam": exam.name}, exam.pk) for exam in waiting]


def _violations(term: Term, years: Collection[int]) -> list[SettlementProblem]:
    """Find undecided violations, by class and day only: a list that many may read names no pupil.

    That of a pupil who has changed grades since keeps both from being settled: the one of the day, and the present one.
    """
    here = Enrolment.objects.filter(at_end(term), student__school=term.school_id, school_class__entry_year__in=years)
    sentence = _("A violation of %(day)s in %(class)s awaits the office's decision.")
    rows = (
        Violation.objects.awaiting_decision()
        .filter(Q(school_class__entry_year__in=years) | Q(student__in=here.values("student")), term=term)
        .select_related("school_class__school")
    )
    return [
        SettlementProblem(
            Matter.VIOLATION,
            sentence % {"day": short_day(row.happened_on), "class": row.school_class.name_in(term.school_year)},
            row.pk,
        )
        for row in rows
    ]


def _appeals(term: Term, years: Collection[int]) -> list[SettlementProblem]:
    """Say how many appeals wait: nothing is frozen by one, and the grade can be reopened for its answer (A71)."""
    waiting = Appeal.objects.waiting().of_term(term)
    number = waiting.filter(
        Q(violation__school_class__entry_year__in=years) | Q(level__school_class__entry_year__in=years)
    ).count()
    if not number:
        return []
    sentence = ngettext("%(count)d appeal is not answered.", "%(count)d appeals are not answered.", number)
    return [SettlementProblem(Matter.APPEAL, sentence % {"count": number}, blocks=False)]


def _left(term: Term, years: Collection[int]) -> list[SettlementProblem]:
    """Find pupils with stars who are gone by the end: on no list (A44), and worth a look in case a date is wrong."""
    gone = (
        Enrolment.objects.filter(student__school=term.school_id, student__entries__term=term)
        .filter(school_class__entry_year__in=years)
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
