"""Tables that belong to no subject: audit, readings, idempotency keys, uploads to be confirmed, background jobs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.db.constraints import choices_constraint
from starrating.operations.seal_models import Seal, SealedRow, SealKey  # noqa: F401 -- Django looks for tables here
from starrating.texts import recorded
from starrating.texts.models import KeptText

# By their names: this package lies below the one that the tables are in.
SCHOOL = "students.School"
IMPORT = "students.FileImport"


class AuditSource(models.TextChoices):
    WEB = "web", _("page")
    COMMAND = "command", _("command line")
    WORKER = "worker", _("background worker")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, target_type: str, target_id: object) -> Self:
        return self.filter(target_type=target_type, target_id=str(target_id))

    def with_words(self) -> Self:
        """Read along what the events say in words, where it is shown."""
        return self.select_related("words")


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
    # Codes, keys, days and counts; a mark stands for what is told in words.
    old_codes = models.JSONField(_("before"), default=dict)
    new_codes = models.JSONField(_("after"), default=dict)
    # The reason, and the words of both: one text an event, so that one row is read with it.
    words = models.ForeignKey(
        KeptText, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("words")
    )

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

    @property
    def reason(self) -> str:
        return recorded.reason_in(self.words)

    @property
    def old(self) -> dict[str, Any]:
        """What stood there before, with its words; see ``with_words``."""
        return recorded.joined(self.old_codes, self.words, after=False)

    @property
    def new(self) -> dict[str, Any]:
        """What stands there now, as :attr:`old`."""
        return recorded.joined(self.new_codes, self.words, after=True)


class ReadingQuerySet(models.QuerySet["Reading"]):
    def since(self, moment: dt.datetime) -> Self:
        return self.filter(at__gte=moment)

    def of_pupils(self, keys: Collection[int]) -> Self:
        return self.filter(student_key__in=keys)


class Reading(models.Model):
    """Who was shown what of a pupil, and when: once a sitting and object, by `starrating/operations/readings.py`.

    Insert-only: a trigger refuses UPDATE, and DELETE until a row is as old as it must become. It says where something
    was shown and never what: no name, no sentence.
    """

    # NULL: guardians, whom nobody knows but by a code; the pupil says whose. The index by account and day serves.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("who"),
    )
    school = models.ForeignKey(
        SCHOOL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("school")
    )
    # The row of the table of permits at which it was shown.
    what = models.CharField(_("what was shown"), max_length=60)
    # Empty where there is one of its kind, as a school's list of violations.
    object_key = models.CharField(_("object"), max_length=40, blank=True)
    # The key alone, as in the audit. NULL: the list as such, whoever is on it.
    student_key = models.BigIntegerField(_("pupil"), null=True)
    at = models.DateTimeField(_("when"))
    # A checksum of the session, the window's visit or the command; nobody can be signed in with it.
    sitting = models.CharField(_("sitting"), max_length=32)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["student_key", "at"], name="reading_pupil_day"),
            models.Index(fields=["account", "at"], name="reading_account_day"),
        ]
        # Two, since a database takes no two rows without a pupil for the same.
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "what", "object_key", "student_key"],
                name="reading_once_a_sitting",
                violation_error_message=_("This is on record already."),
            ),
            models.UniqueConstraint(
                fields=["sitting", "what", "object_key"],
                condition=models.Q(student_key=None),
                name="reading_of_list_once_a_sitting",
                violation_error_message=_("This is on record already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.object_key}"


class IdempotencyKey(models.Model):
    """The answer already given to a form, so that pressing twice, or again after a lost answer, has one effect."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account")
    )
    key = models.CharField(_("key"), max_length=64)
    answer = models.JSONField(_("answer"), default=dict)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    # By what the keys of an act are found that are deleted with all its traces; empty for every other.
    about = models.CharField(_("about"), max_length=40, blank=True, default="")

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        indexes = [
            # idempotency.forget
            models.Index(fields=["about"], name="idempotency_key_about", condition=~models.Q(about=""))
        ]
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
    TAKEN_BACK = "taken_back", pgettext_lazy("upload", "undone")


class UploadQuerySet(models.QuerySet["Upload"]):
    def together(self, head: Upload) -> Self:
        """Select all files chosen together with ``head``, itself first."""
        return self.filter(models.Q(pk=head.pk) | models.Q(head=head)).order_by("pk")

    def applied_before(self, school_id: int, kind: str, sha256: Collection[str]) -> Self:
        """Select earlier imports of the very same files."""
        return self.filter(school_id=school_id, kind=kind, sha256__in=sha256, state=UploadState.APPLIED)

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
    # Files chosen together are decided together: what is said of them stands with the first, which the others name.
    head = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="rest", verbose_name=_("chosen together with")
    )
    state = models.CharField(_("state"), max_length=10, choices=UploadState.choices, default=UploadState.WAITING)
    created_at = models.DateTimeField(_("uploaded at"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    # What came of it. By its name, as the school.
    run = models.OneToOneField(
        IMPORT, on_delete=models.SET_NULL, null=True, related_name="upload", verbose_name=_("import")
    )

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
