"""Fields and forms that take files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy as _

from starrating.cells.child.limits import MAX_BYTES
from starrating.forms import FilesField, day_field, offer
from students.models import School, Term

MOST_FILES = 20


class UploadForm(forms.Form):
    """One file of a school's own making."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An .xlsx or .csv file. Nothing is changed before you have seen the preview."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.ods"}),
        error_messages={"empty": _("The file is empty. Choose the file again or export it again.")},
    )

    def __init__(self, *args: Any, school: School, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def answers(self) -> dict[str, object]:
        """Give what was chosen beside the file, as JSON."""
        return {}

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        _refuse_large(file)
        return file


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


class ManyFilesField(FilesField):
    """All files of one field, so many and so large as can be read in one request."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        if isinstance(data, list) and len(data) > MOST_FILES:
            raise ValidationError(gettext("Choose at most %(most)d files.") % {"most": MOST_FILES})
        found: list[UploadedFile[Any]] = super().clean(data, initial)
        if len(found) > 1 and sum(file.size or 0 for file in found) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            limit = {"limit": settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024}
            raise ValidationError(gettext("Together the files are larger than %(limit)d MB. Choose fewer.") % limit)
        for file in found:
            _refuse_large(file)
        return found


def _refuse_large(file: UploadedFile[Any]) -> None:
    if file.size is not None and file.size > MAX_BYTES:
        raise ValidationError(
            gettext("The file is larger than %(limit)d MB. Delete pictures and unused sheets, then save it again.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )
