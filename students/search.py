"""Find a pupil or a class by whatever is at hand: a name, its initials or pinyin, a number, a class."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Q

from students.accounts.search import named
from students.classes.access import classes_for, pupils_within
from students.models import Enrolment, School, SchoolClass, Student
from students.permits.reach import Reach
from students.permits.roles import Standing
from students.school.terms import shown_day

# More than anybody reads through: then it is quicker to type one letter more.
AT_MOST = 30


@dataclass(frozen=True)
class FoundPupil:
    """A pupil that was found; ``class_name`` is empty for one who sits in no class on the day of the search."""

    pk: int
    name: str
    number: str
    class_name: str
    seat: int | None


@dataclass(frozen=True)
class FoundClass:
    pk: int
    name: str


@dataclass(frozen=True)
class Found:
    """What a search found; ``more``: there are pupils beyond those shown."""

    typed: str
    classes: Sequence[FoundClass] = ()
    pupils: Sequence[FoundPupil] = ()
    more: bool = False

    @property
    def nothing(self) -> bool:
        return bool(self.typed) and not self.classes and not self.pupils


def find(school: School, standing: Standing, reach: Reach, typed: str, today: dt.date) -> Found:
    """Find pupils and classes within ``reach``; every word of ``typed`` has to fit. At most four statements.

    A teacher finds who sits in the own classes on ``today``, office and administrator also who has left.
    """
    typed = " ".join(unicodedata.normalize("NFKC", typed).split())[:60]
    if not typed:
        return Found("")
    year, day = shown_day(school, today)
    classes = list(classes_for(school, standing).filter(pk__in=SchoolClass.objects.taught_in(school, year)))
    asked = _named_classes(classes, typed.replace(" ", ""), school, year)
    # The record that was joined to another is found under that one.
    alone = pupils_within(reach, day).filter(merged_into__isnull=True)
    pupils = list(alone.filter(fitting(typed, classes, school, today)).order_by("-number")[: AT_MOST + 1])
    places = Enrolment.objects.active_on(day).filter(student__in=pupils).select_related("school_class__school")
    sits = {place.student_id: place for place in places}
    return Found(
        typed,
        [FoundClass(one.pk, one.name_in(year)) for one in asked],
        [_shown(pupil, sits.get(pupil.pk), year) for pupil in pupils[:AT_MOST]],
        more=len(pupils) > AT_MOST,
    )


def fitting(typed: str, classes: Sequence[SchoolClass], school: School, today: dt.date) -> Q:
    """Match pupils whom every word of ``typed`` fits.

    A class by itself is looked for as a class; beside a name it says which of several pupils is meant.
    """
    year, day = shown_day(school, today)
    words = typed.split()
    within = [_named_classes(classes, word, school, year) if len(words) > 1 else [] for word in words]
    return reduce(and_, (_fits(word, several, day) for word, several in zip(words, within, strict=True)), Q())


def _fits(word: str, classes: Sequence[SchoolClass], day: dt.date) -> Q:
    """Match a word that a name holds, a reading or number begins with, or that names the class sat in."""
    low = word.lower()
    fits = named("", word) | Q(pinyin__startswith=low) | Q(pinyin__contains=f" {low}") | Q(number__startswith=word)
    if classes:
        fits |= Q(pk__in=Enrolment.objects.active_on(day).filter(school_class__in=classes).values("student"))
    return fits


def _named_classes(classes: Sequence[SchoolClass], word: str, school: School, year: int) -> list[SchoolClass]:
    """Give those whose shown name holds the word, and the one it means in another spelling (七3班 for 七年级(3)班)."""
    meant = school.class_meant(word, year)
    return [
        one
        for one in classes
        if word in unicodedata.normalize("NFKC", one.name_in(year))
        or (meant and meant.number and (meant.entry_year, meant.number) == (one.entry_year, one.number))
    ]


def _shown(pupil: Student, place: Enrolment | None, year: int) -> FoundPupil:
    class_name = place.school_class.name_in(year) if place else ""
    return FoundPupil(pupil.pk, pupil.name, pupil.number, class_name, place.seat if place else None)
