"""Pupils' photos for the honour board: small, with nothing that a camera writes into them, kept by consent only."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from students.models.pupils import Consent, ConsentScope, Student


def random_name(_photo: Photo, _filename: str) -> str:
    """Give the name under which a photo lies: nothing of the pupil's and nothing of the sender's is in it."""
    return f"photos/{secrets.token_hex(16)}.jpg"


class PhotoQuerySet(models.QuerySet["Photo"]):
    def allowed_on(self, day: dt.date) -> Self:
        """Select photos that may be shown on ``day``: consent is asked for each time, not when one was taken in."""
        consents = Consent.objects.in_force(ConsentScope.PHOTO, day)
        return self.filter(student__in=consents.values("student"))


class Photo(models.Model):
    student = models.OneToOneField(Student, on_delete=models.PROTECT, related_name="photo", verbose_name=_("pupil"))
    file = models.FileField(_("file"), upload_to=random_name, max_length=100)
    # Of the file as it came, so that the same one twice changes nothing.
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.UniqueConstraint(
                fields=["file"], name="photo_file_once", violation_error_message=_("This file is a photo already.")
            )
        ]

    def __str__(self) -> str:
        return str(self.student)

    @property
    def key(self) -> str:
        """The random part of its name, by which it is asked for."""
        return str(self.file.name).rpartition("/")[2].removesuffix(".jpg")
