"""What the pages of facts print: a class's to note on, a pupil's own, and the term's by pupil for the remarks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Subquery

from awards.deeds.access import noted_by, own_deeds
from awards.deeds.forms import ClassDeedForm, DeedForm
from awards.deeds.verbs import MENDED_WITHIN, may_correct, running_term
from awards.models import Deed, StarItem
from students.models import Enrolment, School, SchoolClass, Term, User
from students.names.people import Person
from students.names.typed import Question
from students.permits.roles import Standing

# A pupil's term, or what a teacher looks back at.
SHOWN = 200


@dataclass(frozen=True)
class DeedRow:
    """A fact, and whether its reader may still correct it."""

    deed: Deed
    mine: bool


@dataclass(frozen=True)
class NotingPage:
    """The page to note facts on; ``term`` is None before the school's first, ``question`` asks who is meant."""

    term: Term | None
    form: DeedForm
    items: Sequence[StarItem]
    rows: Sequence[DeedRow]
    today: dt.date
    school_class: SchoolClass | None = None
    name: str = ""
    classes: Sequence[tuple[SchoolClass, str]] = ()
    people: Sequence[Person] = ()
    question: Question | None = None
    homeroom: bool = False

    @property
    def day(self) -> str:
        """The day in its box, as it was sent or as it is sent."""
        value = self.form["on"].value()
        return value.isoformat() if isinstance(value, dt.date) else str(value or "")


@dataclass(frozen=True)
class PupilDeeds:
    person: Person
    deeds: Sequence[Deed]


@dataclass(frozen=True)
class TermDeeds:
    """A class's term by pupil in seat order, quiet ones among them; nobody is counted."""

    term: Term
    school_class: SchoolClass
    name: str
    pupils: Sequence[PupilDeeds]


def class_to_note_in(
    classes: Sequence[SchoolClass], user: User, standing: Standing, day: dt.date
) -> SchoolClass | None:
    """Give the class in which somebody noted last, else the own homeroom, else the first of ``classes``."""
    last = Deed.objects.filter(noted_by=user).order_by("-noted_at", "-pk").values("student")[:1]
    seats = Enrolment.objects.active_on(day).filter(student=Subquery(last)).values_list("school_class", flat=True)
    of_last = set(seats)
    found = [one for one in classes if one.pk in of_last]
    own = [one for one in classes if one.pk in standing.homeroom_of]
    return next(iter([*found, *own, *classes]), None)


def class_page(
    school_class: SchoolClass,
    classes: Iterable[SchoolClass],
    user: User,
    standing: Standing,
    at: dt.datetime,
    day: dt.date,
    *,
    form: ClassDeedForm | None = None,
    question: Question | None = None,
) -> NotingPage:
    """Gather a class's page in five queries, whatever the size of the class."""
    term = running_term(school_class.school, day)
    year = term.school_year if term else day.year
    rows = noted_by(user, school_class, day).noted_since(at - MENDED_WITHIN)
    return NotingPage(
        term=term,
        form=form or ClassDeedForm(term=term, initial={"on": day}),
        items=_items(term),
        rows=_rows(rows, user, at),
        today=day,
        school_class=school_class,
        name=school_class.name_in(year),
        classes=[(one, one.name_in(year)) for one in classes],
        people=people_of(school_class, day),
        question=question,
        homeroom=school_class.pk in standing.homeroom_of,
    )


def own_page(
    school: School, user: User, standing: Standing, at: dt.datetime, day: dt.date, *, form: DeedForm | None = None
) -> NotingPage:
    """Gather a pupil's own page of the term in three queries."""
    term = running_term(school, day)
    return NotingPage(
        term=term,
        form=form or DeedForm(term=term, initial={"on": day}),
        items=_items(term),
        rows=_rows(own_deeds(standing).filter(term=term), user, at),
        today=day,
    )


def term_deeds(school_class: SchoolClass, term: Term, day: dt.date) -> TermDeeds:
    """Gather the term of who sits in the class on ``day``, or sat in it on the term's last; two queries."""
    people = people_of(school_class, min(day, term.ends_on))
    found: dict[int, list[Deed]] = defaultdict(list)
    rows = Deed.objects.filter(term=term).of_pupils([one.pk for one in people])
    for deed in rows.select_related("item", "noted_by"):
        found[deed.student_id].append(deed)
    return TermDeeds(
        term=term,
        school_class=school_class,
        name=school_class.name_in(term.school_year),
        pupils=[PupilDeeds(one, found[one.pk]) for one in people],
    )


def people_of(school_class: SchoolClass, day: dt.date) -> list[Person]:
    return [place.person for place in Enrolment.objects.of_class(school_class, day)]


def _items(term: Term | None) -> list[StarItem]:
    return list(StarItem.objects.filter(scheme=term.pinned.scheme_id).ordinary()) if term else []


def _rows(rows: QuerySet[Deed], user: User, at: dt.datetime) -> list[DeedRow]:
    return [DeedRow(deed, may_correct(deed, user, at)) for deed in rows[:SHOWN]]
