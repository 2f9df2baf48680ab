"""Which photos and consents somebody may see: by reach, and a photo only while consent is in force."""

import datetime as dt

from django.shortcuts import get_object_or_404

from students.classes.access import pupils_within
from students.models import Consent, Photo
from students.permits.reach import Reach


def consent_within(reach: Reach, pk: int, day: dt.date) -> Consent:
    return get_object_or_404(Consent.objects.filter(student__in=pupils_within(reach, day).values("pk")), pk=pk)


def photo_within(reach: Reach, pk: int, day: dt.date) -> Photo:
    return get_object_or_404(Photo.objects.filter(student__in=pupils_within(reach, day).values("pk")), pk=pk)


def photo_shown(reach: Reach, key: str, day: dt.date) -> Photo:
    """Give a photo by the random part of its name; 404 for anybody out of reach and once consent was withdrawn."""
    found = Photo.objects.allowed_on(day).filter(student__in=pupils_within(reach, day).values("pk"))
    return get_object_or_404(found, file=f"photos/{key}.jpg")
