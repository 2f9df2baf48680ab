"""Forms of consents and photos."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form
from starrating.forms.fields import FilesField, ManyFiles
from students.consents.photo_files import Sent


class PhotosForm(Form):
    pictures = FilesField(
        label=_("Photos"),
        help_text=_(
            "JPEG or PNG pictures, each named by the pupil's school number (20230101.jpg), or a ZIP of them;"
            " at most 20 MB at a time."
        ),
        widget=ManyFiles(attrs={"accept": ".jpg,.jpeg,.png,.zip", "multiple": True}),
        error_messages={"empty": _("A file is empty. Choose the files again.")},
    )

    def clean_pictures(self) -> list[UploadedFile[bytes]]:
        files = cast("list[UploadedFile[bytes]]", self.cleaned_data["pictures"])
        if sum(file.size or 0 for file in files) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise ValidationError(_("This is more than 20 MB. Send the photos in parts."))
        return files

    def sent(self) -> list[Sent]:
        """Give the files of a valid form."""
        return [Sent(file.name or "", file.read()) for file in self.cleaned_data["pictures"]]
