"""Tables that belong to no subject: audit, idempotency keys, uploads waiting for their confirmation."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from starrating.constraints import choices_constraint


class AuditSource(models.TextChoices):
    WEB = "web", _("page")
    COMMAND = "command", _("command line")
    WORKER = "worker", _("background worker")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, target_type: str, target_id: object) -> Self:
        return self.filter(target_type=target_type, target_id=str(target_id))


class AuditEvent(models.Model):
    """Who did what to what, when and from where. Insert-only: a trigger refuses UPDATE and DELETE."""

    # NULL actor: the worker, or a sign-in that failed.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    # The code, not a foreign key: this table points only at the user.
    school_code = models.CharField(_("school"), max_length=40, blank=True)
    action = models.CharField(_("action"), max_length=60)
    target_type = models.CharField(_("kind of object"), max_length=60)
    target_id = models.CharField(_("object"), max_length=40)
    # Whom it touches, whatever the object is: the key, for this table points only at the user.
    student_key = models.BigIntegerField(_("pupil"), null=True)
    at = models.DateTimeField(_("when"))
    source = models.CharField(_("origin"), max_length=10, choices=AuditSource.choices)
    address = models.GenericIPAddressField(_("address"), null=True)
    old = models.JSONField(_("before"), default=dict)
    new = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_target"),
            models.Index(fields=["school_code", "at"], name="audit_school_day"),
            models.Index(fields=["student_key", "at"], name="audit_pupil_day"),
        ]
        constraints = [choices_constraint("source", AuditSource, "audit_source_known")]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id}"


class IdempotencyKey(models.Model):
    """The answer already given to a form, so that pressing twice, or again after a lost answer, has one effect."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account")
    )
    key = models.CharField(_("key"), max_length=64)
    answer = models.JSONField(_("answer"), default=dict)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="idempotency_key_once_a_user",
                violation_error_message=_("This form has been sent already."),
            )
        ]

    def __str__(self) -> str:
        return self.key


class UploadState(models.TextChoices):
    WAITING = "waiting", _("waiting for confirmation")
    APPLIED = "applied", _("imported")
    DROPPED = "dropped", pgettext_lazy("upload", "dropped")


class UploadQuerySet(models.QuerySet["Upload"]):
    def applied_before(self, school_code: str, kind: str, sha256: str) -> Self:
        """Earlier imports of the very same file."""
        return self.filter(school_code=school_code, kind=kind, sha256=sha256, state=UploadState.APPLIED)

    def stale(self, now: dt.datetime, *, kept: dt.timedelta) -> Self:
        """Uploads whose bytes are no longer needed: decided, or waiting longer than ``kept``."""
        return self.exclude(content=b"").filter(
            models.Q(state__in=[UploadState.APPLIED, UploadState.DROPPED]) | models.Q(created_at__lt=now - kept)
        )


class Upload(models.Model):
    """A file between its preview and its confirmation; the hash stays, the bytes go once it is decided."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads", verbose_name=_("account")
    )
    school_code = models.CharField(_("school"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20)
    filename = models.CharField(_("file name"), max_length=255)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    options = models.JSONField(_("options"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=UploadState.choices, default=UploadState.WAITING)
    created_at = models.DateTimeField(_("uploaded at"))
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-created_at"]
        constraints = [choices_constraint("state", UploadState, "upload_state_known")]

    def __str__(self) -> str:
        return self.filename
