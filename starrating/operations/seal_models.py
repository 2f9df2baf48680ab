"""Tables of the record's seal: the keys that sign, the seals, and the rows that each of them covers."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class SealKeyQuerySet(models.QuerySet["SealKey"]):
    def current(self) -> SealKey | None:
        """Give the key that signs now; None before the first."""
        return self.filter(retired_at__isnull=True).order_by("-pk").first()


class SealKey(models.Model):
    """The public half of a key that signs seals. A trigger refuses every change but its retirement, once."""

    # Both in hexadecimal figures, as are signatures and digests.
    public = models.CharField(_("public key"), max_length=64, unique=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=39, unique=True)
    made_at = models.DateTimeField(_("made at"))
    # The last seal that was there before it, so that no earlier one can be signed with it, and no later one by another.
    after = models.PositiveBigIntegerField(_("after the seal"), default=0)
    after_digest = models.CharField(_("digest of that seal"), max_length=64, blank=True)
    # One key has one after it.
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="next", verbose_name=_("key before it")
    )
    # What is said here, signed by the key itself, and by the one before it where that was not lost.
    statement = models.CharField(_("own signature"), max_length=128)
    endorsement = models.CharField(_("signature by the key before it"), max_length=128, blank=True)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    objects = SealKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealing key")
        verbose_name_plural = _("sealing keys")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.fingerprint


class SealQuerySet(models.QuerySet["Seal"]):
    def newest(self) -> Seal | None:
        return self.order_by("-number").first()

    def chain(self) -> Self:
        return self.order_by("number")


class Seal(models.Model):
    """One link of the chain: a digest over the seal before it and the rows that are new. Insert-only, by a trigger."""

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    previous = models.CharField(_("digest of the seal before it"), max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    # Of all its rows together, so that an archive proves its seals without them.
    rows_digest = models.CharField(_("digest of the rows"), max_length=64)
    # Up to which key each table is looked through, so that the next seal need not ask for all of it.
    marks = models.JSONField(_("highest keys"), default=dict)
    # When the seal before it was closed, so that a row tells whether it came in later than it says.
    since = models.DateTimeField(_("seal before it closed at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), db_index=True)
    key = models.ForeignKey(
        SealKey, on_delete=models.PROTECT, db_index=False, related_name="seals", verbose_name=_("key")
    )
    signature = models.CharField(_("signature"), max_length=128)

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}"


class SealedRow(models.Model):
    """That a row of a table is covered by a seal, and what it was then. Insert-only, by a trigger."""

    table = models.CharField(_("table"), max_length=60)
    row = models.BigIntegerField(_("row"))
    digest = models.BinaryField(_("digest"), max_length=32)
    # Without an index: a seal's rows stand one after the other, and are read in that order.
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name=_("seal"))

    class Meta:
        verbose_name = _("sealed row")
        verbose_name_plural = _("sealed rows")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "row"],
                name="sealed_row_once",
                violation_error_message=_("This row has been sealed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
