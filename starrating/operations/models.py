"""Tables that belong to no subject: audit, idempotency keys, uploads to be confirmed, background jobs."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.db.constraints import choices_constraint

# By its name: this package lies below the one that the table is in.
SCHOOL = "students.School"


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
    # Named by text, for the tables of schools are not known here. NULL: no school's, as an account of the installation.
    # Without an index of its own: the one by school and day serves.
    school = models.ForeignKey(
        SCHOOL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("school")
    )
    action = models.CharField(_("action"), max_length=60)
    target_type = models.CharField(_("kind of object"), max_length=60)
    target_id = models.CharField(_("object"), max_length=40)
    # Whom it touches, whatever the object is; the key alone, for a pupil may be forgotten and the event stays.
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
            models.Index(fields=["school", "at"], name="audit_school_day"),
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
    DROPPED = "dropped", pgettext_lazy("upload", "not imported")


class UploadQuerySet(models.QuerySet["Upload"]):
    def applied_before(self, school_id: int, kind: str, sha256: str) -> Self:
        """Select earlier imports of the very same file."""
        return self.filter(school_id=school_id, kind=kind, sha256=sha256, state=UploadState.APPLIED)

    def stale(self, now: dt.datetime, *, kept: dt.timedelta) -> Self:
        """Select uploads whose bytes are no longer needed: decided, or waiting longer than ``kept``."""
        return self.exclude(content=b"").filter(
            models.Q(state__in=[UploadState.APPLIED, UploadState.DROPPED]) | models.Q(created_at__lt=now - kept)
        )


class Upload(models.Model):
    """A file between its preview and its confirmation; the hash stays, the bytes go once it is decided."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads", verbose_name=_("account")
    )
    school = models.ForeignKey(SCHOOL, on_delete=models.PROTECT, related_name="+", verbose_name=_("school"))
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


class JobState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "being made")
    DONE = "done", pgettext_lazy("job", "ready")
    FAILED = "failed", pgettext_lazy("job", "could not be made")
    CANCELLED = "cancelled", pgettext_lazy("job", "cancelled")


LIVE_JOBS = (JobState.WAITING, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def live(self) -> Self:
        return self.filter(state__in=LIVE_JOBS)

    def silent_since(self, moment: dt.datetime) -> Self:
        """Select the jobs being made by a worker that has not been heard of since ``moment``."""
        return self.filter(state=JobState.RUNNING, heartbeat_at__lt=moment)

    def expired_on(self, moment: dt.datetime) -> Self:
        """Select the jobs with a file whose time is over."""
        return self.exclude(path="").filter(expires_at__lte=moment)


class Job(models.Model):
    """A file that takes long to make. The row is the queue as well: what state it is in is said in one place."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs", verbose_name=_("account")
    )
    school = models.ForeignKey(SCHOOL, on_delete=models.PROTECT, related_name="+", verbose_name=_("school"))
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    # What the kind needs to know, as keys and days; the same of one kind and person is the same file.
    order = models.JSONField(_("order"), default=dict)
    order_digest = models.CharField(_("checksum of the order"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    message = models.CharField(_("message"), max_length=300, blank=True)
    cancel_asked = models.BooleanField(_("cancellation requested"), default=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("requested at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last heard of at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    filename = models.CharField(_("file name"), max_length=150, blank=True)
    content_type = models.CharField(_("kind of file"), max_length=100, blank=True)
    # Below the folder of made files; empty before it is made and once it has expired.
    path = models.CharField(_("place"), max_length=100, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="job_queue")]
        constraints = [
            choices_constraint("state", JobState, "job_state_known"),
            models.UniqueConstraint(
                fields=["user", "kind", "order_digest"],
                condition=models.Q(state__in=LIVE_JOBS),
                name="job_once_at_a_time",
                violation_error_message=_("This file is being made already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_JOBS
