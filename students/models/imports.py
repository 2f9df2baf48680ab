"""Files that have been imported, and what each has written as long as it can be taken back."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.joiners import in_a_row
from students.models.school import School


class FileImportQuerySet(models.QuerySet["FileImport"]):
    def of_school(self, school: School) -> Self:
        return self.filter(school=school)


class FileImport(models.Model):
    """One confirmed import. Taken back, it keeps its figures and the checksums of its files, nothing else of them."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="imports", verbose_name=_("school"))
    kind = models.CharField(_("kind of file"), max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    # One a line; empty once it is taken back.
    names = models.TextField(_("file names"), blank=True)
    # SHA-256 of each file.
    digests = models.JSONField(_("checksums"), default=list)
    # What the importer's sentence names.
    figures = models.JSONField(_("figures"), default=dict)
    # By table, how many rows were made, changed and removed.
    counts = models.JSONField(_("rows written"), default=dict)
    taken_back_at = models.DateTimeField(_("undone at"), null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )
    reason = models.TextField(_("reason"), blank=True)
    # How many rows stayed because something stood on them.
    stayed = models.PositiveIntegerField(_("rows that stayed"), default=0)

    objects = FileImportQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("file", "import")
        verbose_name_plural = pgettext_lazy("file", "imports")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "at"], name="file_import_school_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, reason="", stayed=0)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(reason=""),
                name="file_import_taken_back_whole",
                violation_error_message=_("An import is undone by somebody, at some time and for a reason."),
            )
        ]

    def __str__(self) -> str:
        return in_a_row(self.shown_files)

    @property
    def shown_files(self) -> list[str]:
        """The files by their names, or by the beginnings of their checksums where the names are no longer kept."""
        return self.names.splitlines() or [str(one)[:12] for one in self.digests]

    @property
    def is_taken_back(self) -> bool:
        return self.taken_back_at is not None


class ImportTrail(models.Model):
    """What one import has written in one table, to take it back by; gone with that, and after some weeks.

    What ``rows`` looks like is said by whoever writes it and reads it back: ``students.imports.record.trail`` for
    tables of rows. It may name pupils, so it is shown nowhere and kept no longer than it serves.
    """

    run = models.ForeignKey(FileImport, on_delete=models.CASCADE, related_name="trails", verbose_name=_("import"))
    table = models.CharField(_("table"), max_length=60)
    rows = models.JSONField(_("rows"))

    class Meta:
        verbose_name = _("trail of an import")
        verbose_name_plural = _("trails of imports")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "table"],
                name="import_trail_once_a_table",
                violation_error_message=_("What was written in this table is on record already."),
            )
        ]

    def __str__(self) -> str:
        return self.table
