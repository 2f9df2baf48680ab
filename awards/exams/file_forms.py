"""Forms of score files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import ExamKind, Scheme
from starrating.cells.child.limits import MAX_BYTES
from starrating.forms import day_field

MOST_FILES = 20


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """All files of one field."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, list) else [data]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Choose at most %(most)d files.") % {"most": MOST_FILES})
        found = [super(ManyFilesField, self).clean(one, initial) for one in files]
        sizes = [file.size or 0 for file in found]
        if len(found) > 1 and sum(sizes) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            limit = {"limit": settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024}
            raise forms.ValidationError(_("Together the files are larger than %(limit)d MB. Choose fewer.") % limit)
        if max(sizes) > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024}
            )
        return found


class ExamFilesForm(forms.Form):
    """Which exam, and all its files."""

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Kind"), queryset=ExamKind.objects.none(), to_field_name="code", empty_label=None
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the exam"), max_length=40, help_text=gettext_lazy("Such as 10月月考.")
    )
    held_on = day_field(gettext_lazy("Last day of the exam"))
    scores = ManyFilesField(
        label=gettext_lazy("Score files"),
        help_text=gettext_lazy("All files of the exam, any number of grades. The scores are ranked and not kept."),
    )

    def __init__(self, *args: Any, scheme: Scheme | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.queryset = ExamKind.objects.filter(scheme=scheme)

    def content(self) -> list[tuple[str, bytes]]:
        """Name and bytes of each file."""
        return [(str(file.name), file.read()) for file in self.cleaned_data["scores"]]


class TokenForm(forms.Form):
    """The winners that the preview has shown, signed."""

    token = forms.CharField()
