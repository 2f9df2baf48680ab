"""What a school has said of the columns of its files."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from students.models.school import School


class ColumnMeaningQuerySet(models.QuerySet["ColumnMeaning"]):
    def of(self, school: School, kind: str) -> Self:
        """Select what is remembered for one kind of file."""
        return self.filter(school=school, kind=kind)


class ColumnMeaning(models.Model):
    """What a header means in one kind of a school's files: asked once, used in every later file of the kind."""

    school = models.ForeignKey(
        School, on_delete=models.CASCADE, related_name="column_meanings", verbose_name=_("school")
    )
    kind = models.CharField(_("kind of file"), max_length=20)
    header = models.CharField(_("column"), max_length=60, help_text=_("As headers are compared."))
    shown = models.CharField(_("column as written"), max_length=60)
    field = models.CharField(_("read as"), max_length=60, blank=True, help_text=_("Empty: it is left out."))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    said_on = models.DateField(_("on"))

    objects = ColumnMeaningQuerySet.as_manager()

    class Meta:
        verbose_name = _("meaning of a column")
        verbose_name_plural = _("meanings of columns")
        ordering = ["kind", "shown"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "header"],
                name="column_meaning_once_a_kind",
                violation_error_message=_("What this column is has been said already. Change or delete that entry."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.shown} → {self.field}"
