"""The one table of sentences and names that may be erased, and the record of what was."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from starrating.days import short_day
from starrating.db.constraints import choices_constraint

_SALT_BYTES = 16


def digest_of(salt: str, text: str) -> str:
    """Give the SHA-256 of salt and text, in hexadecimal figures: what is left once both are gone."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


class KeptTextQuerySet(models.QuerySet["KeptText"]):
    def standing(self) -> Self:
        """Leave out what has been erased."""
        return self.filter(erased_at__isnull=True)

    def about(self, pupils: Collection[int]) -> Self:
        """Select the texts about these pupils, by their keys."""
        return self.filter(student_key__in=pupils)


class KeptText(models.Model):
    """A sentence or a name that a row which never changes speaks of by its digest.

    The digest is the key, so that a foreign key keeps it in the other row whatever becomes of the text; the salt,
    which goes with the text, keeps anybody from guessing a short one. A trigger refuses every change but that.
    """

    digest = models.CharField(_("digest"), max_length=64, primary_key=True)
    salt = models.CharField(_("salt"), max_length=32, blank=True)
    text = models.TextField(_("text"), blank=True)
    # Whom it is about; the key alone, for the table of pupils is not known here.
    student_key = models.BigIntegerField(_("pupil"), null=True)
    erased_at = models.DateTimeField(_("erased at"), null=True)

    objects = KeptTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept text")
        verbose_name_plural = _("kept texts")
        ordering = ["pk"]
        indexes = [
            # KeptTextQuerySet.about: whatever is to be erased of a pupil.
            models.Index(fields=["student_key"], condition=Q(student_key__isnull=False), name="kept_text_pupil")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) & ~Q(text="") & ~Q(salt="")
                | Q(erased_at__isnull=False, text="", salt=""),
                name="kept_text_stands_or_is_erased",
                violation_error_message=_("A text stands with its salt, or both are gone."),
            )
        ]

    def __str__(self) -> str:
        return self.said

    @classmethod
    def of(cls, text: str, *, about: int | None = None) -> KeptText:
        """Make the row of a text about a pupil, not saved yet, with a salt of its own."""
        salt = secrets.token_hex(_SALT_BYTES)
        return cls(digest=digest_of(salt, text), salt=salt, text=text, student_key=about)

    @property
    def said(self) -> str:
        """The text, or on which day it was erased."""
        if self.erased_at is None:
            return self.text
        return gettext("deleted under the rules (%(day)s)") % {"day": short_day(self.erased_at)}

    @property
    def is_genuine(self) -> bool:
        """Whether the text is the one that the digest was made of; nobody can tell of an erased one."""
        return self.erased_at is not None or digest_of(self.salt, self.text) == self.digest


class ErasureGround(models.TextChoices):
    REQUEST = "request", _("at the request of pupil or guardian")
    LEFT = "left", _("pupil left, and the time for keeping is over")
    MISTAKE = "mistake", _("should not have been written")


class TextErasure(models.Model):
    """Insert-only: that a text was erased, when, by whom and on what ground. Its row comes before the text goes."""

    kept = models.OneToOneField(KeptText, on_delete=models.PROTECT, related_name="erasure", verbose_name=_("kept text"))
    at = models.DateTimeField(_("when"))
    # The account's key alone, for its table is not known here. NULL: the program itself.
    account_key = models.BigIntegerField(_("who"), null=True)
    ground = models.CharField(pgettext_lazy("erasure", "ground"), max_length=10, choices=ErasureGround.choices)

    class Meta:
        verbose_name = _("erasure of a text")
        verbose_name_plural = _("erasures of texts")
        ordering = ["pk"]
        constraints = [choices_constraint("ground", ErasureGround, "text_erasure_ground_known")]

    def __str__(self) -> str:
        return f"{self.kept_id} {self.at:%Y-%m-%d}"
