"""Fields and forms that take files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy as _

from starrating.cells.child.limits import MAX_BYTES, MOST_BYTES
from starrating.cells.folders import too_large, unpacked
from starrating.forms.base import Form
from starrating.forms.fields import FilesField, ManyFiles, day_field, offer
from starrating.refused import Refused
from students.imports.pipeline.files import NamedBytes
from students.models import School, Term

ACCEPTED = ".xlsx,.xlsm,.xls,.csv,.txt,.ods,.htm,.html,.zip"


class ManyFilesField(FilesField):
    """All files of one field, or folders of them as .zip: so many and so large as can be read in one request.

    Gives name and bytes of each.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=ManyFiles(attrs={"accept": ACCEPTED}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[NamedBytes]:
        found: list[UploadedFile[Any]] = super().clean(data, initial)
        if len(found) > 1 and sum(file.size or 0 for file in found) > MOST_BYTES:
            raise ValidationError(too_large().message)
        for file in found:
            _refuse_large(file)
        try:
            return unpacked([(file.name or "", file.read()) for file in found])
        except Refused as refusal:
            raise ValidationError(refusal.message) from refusal


class UploadForm(Form):
    """Files of a school's own making, of one kind."""

    file = ManyFilesField(
        label=_("Files"),
        help_text=_(
            "One or several .xlsx or .csv files, or a folder of them as .zip. Nothing is changed before you have seen "
            "the preview."
        ),
        error_messages={"empty": _("The file is empty. Choose the file again or export it again.")},
    )

    def __init__(self, *args: Any, school: School, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def answers(self) -> dict[str, object]:
        """Give what was chosen beside the file, as JSON."""
        return {}

    def files_given(self) -> list[NamedBytes]:
        """Give name and bytes of each file."""
        files: list[NamedBytes] = self.cleaned_data["file"]
        return files


class DatedUploadForm(UploadForm):
    """A roster or staff matrix: of which term, and valid from which day."""

    term = forms.ModelChoiceField(
        label=_("Term"),
        queryset=Term.objects.none(),
        required=False,
        empty_label=_("the latest open term"),
        help_text=_("Its school year says which class 七年级(1)班 is."),
    )
    starts_on = day_field(_("Valid from"), required=False, help_text=_("Empty: the first day of the term."))

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, school=school, **kwargs)
        offer(self, "term", Term.objects.filter(school=school))

    def answers(self) -> dict[str, object]:
        term, starts_on = self.cleaned_data.get("term"), self.cleaned_data.get("starts_on")
        return {"term": term.code if term else "", "starts_on": starts_on.isoformat() if starts_on else ""}


def _refuse_large(file: UploadedFile[Any]) -> None:
    packed = (file.name or "").lower().endswith(".zip")
    if file.size is not None and file.size > (MOST_BYTES if packed else MAX_BYTES):
        if packed:
            raise ValidationError(too_large().message)
        raise ValidationError(
            gettext("The file is larger than %(limit)d MB. Delete pictures and unused sheets, then save it again.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )
