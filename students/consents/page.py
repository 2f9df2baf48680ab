"""A class's consents and photos on one page: who has agreed to what, and who has a photo."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from students.consents.verbs import Given
from students.models import Consent, ConsentScope, Enrolment, Guardian, Photo, SchoolClass, Student
from students.school.terms import shown_day


@dataclass(frozen=True)
class ScopeCell:
    """One consent of one pupil: in force, or a box to tick."""

    scope: ConsentScope
    consent: Consent | None
    box: str

    @property
    def consent_key(self) -> str:
        return str(self.consent.pk) if self.consent else ""


@dataclass(frozen=True)
class PupilRow:
    student: Student
    seat: int | None
    cells: Sequence[ScopeCell]
    photo: Photo | None
    # Who is likely to have signed; typed over where it was somebody else.
    guardian: str

    @property
    def who_box(self) -> str:
        return f"by-{self.student.pk}"

    @property
    def is_complete(self) -> bool:
        return all(cell.consent for cell in self.cells)

    @property
    def photo_key(self) -> str:
        return str(self.photo.pk) if self.photo else ""


@dataclass(frozen=True)
class ConsentsPage:
    school_class: SchoolClass
    name: str
    rows: Sequence[PupilRow]
    today: dt.date
    scopes: Sequence[str]

    @property
    def photos(self) -> int:
        return sum(row.photo is not None for row in self.rows)

    @property
    def heads(self) -> list[tuple[str, int]]:
        """Each scope with how many have agreed."""
        return [
            (scope, sum(row.cells[at].consent is not None for row in self.rows)) for at, scope in enumerate(self.scopes)
        ]


def consents_page(school_class: SchoolClass, today: dt.date) -> ConsentsPage:
    """Gather a class's consents and photos; six queries, however large the class."""
    year, day = shown_day(school_class.school, today)
    places = list(Enrolment.objects.of_class(school_class, day))
    students = [place.student for place in places]
    consents = {
        (row.student_id, row.scope): row for row in Consent.objects.filter(student__in=students, withdrawn_on=None)
    }
    photos = {row.student_id: row for row in Photo.objects.allowed_on(today).filter(student__in=students)}
    named = Guardian.objects.filter(student__in=students).order_by("-pk").values_list("student_id", "name")
    guardians = dict(named)
    return ConsentsPage(
        school_class=school_class,
        name=school_class.name_in(year),
        rows=[
            PupilRow(
                student=place.student,
                seat=place.seat,
                cells=[
                    ScopeCell(scope, consents.get((place.student_id, scope.value)), f"{scope.value}-{place.student_id}")
                    for scope in ConsentScope
                ],
                photo=photos.get(place.student_id),
                guardian=guardians.get(place.student_id, ""),
            )
            for place in places
        ],
        today=today,
        scopes=[str(scope.label) for scope in ConsentScope],
    )


def given_in(data: Mapping[str, str], page: ConsentsPage) -> list[Given]:
    """Give the boxes ticked on ``page``, each with who signed: nobody types a name that stands on the form."""
    unnamed = _("as signed on the form")
    return [
        Given(row.student, cell.scope, data.get(row.who_box, "").strip() or unnamed)
        for row in page.rows
        for cell in row.cells
        if cell.consent is None and cell.box in data
    ]
