"""Which photos and consents somebody may see: by reach, and a photo only while consent is in force."""

from __future__ import annotations

import datetime as dt

from django.shortcuts import get_object_or_404

from students.models import Consent, Enrolment, Photo, School, Student
from students.permits import Reach


def _within(school: School, reach: Reach, day: dt.date) -> dict[str, object]:
    """The condition by pupil: of the school, and for teachers seated in one of their classes on ``day``."""
    where: dict[str, object] = {"student__school": school}
    if not reach.whole_school:
        seated = Enrolment.objects.active_on(day).filter(reach.within("school_class"))
        where["student__in"] = seated.values("student")
    return where


def consent_within(school: School, reach: Reach, pk: int, day: dt.date) -> Consent:
    return get_object_or_404(Consent.objects.filter(**_within(school, reach, day)), pk=pk)


def photo_within(school: School, reach: Reach, pk: int, day: dt.date) -> Photo:
    return get_object_or_404(Photo.objects.filter(**_within(school, reach, day)), pk=pk)


def photo_shown(school: School, reach: Reach, key: str, day: dt.date) -> Photo:
    """A photo by the random part of its name; 404 for anybody out of reach and once consent was withdrawn."""
    found = Photo.objects.allowed_on(day).filter(**_within(school, reach, day))
    return get_object_or_404(found, file=f"photos/{key}.jpg")


def pupils_within(school: School, reach: Reach, day: dt.date) -> dict[str, Student]:
    """Pupils by school number, as files of photos name them."""
    pupils = Student.objects.filter(school=school).select_related("school")
    if not reach.whole_school:
        seated = Enrolment.objects.active_on(day).filter(reach.within("school_class"))
        pupils = pupils.filter(pk__in=seated.values("student"))
    return {pupil.number: pupil for pupil in pupils}
