"""Plain tables brought in through Django's admin: read by our own reader, previewed, and each row saved by a verb."""

import base64
import copy
from collections.abc import Mapping
from typing import Any, ClassVar

import tablib
from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from import_export.admin import ImportMixin
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.forms import ImportForm
from import_export.resources import Diff, ModelResource
from import_export.results import Result
from import_export.tmp_storages import BaseStorage

from starrating.administration import declared
from starrating.cells.findings import Unreadable
from starrating.cells.reader import read_workbook
from starrating.joiners import in_a_row
from starrating.refused import Refused

# Some thousand rows. The file travels in the preview's form, so that it lies nowhere.
LARGEST = 300_000
PREVIEW_SECONDS = 3600
_SALT = "starrating.operations.row_import"


class SheetFile(Format):  # type: ignore[misc]  # the package has no types
    """Workbooks, old and new, and text tables, told apart by what is in them; the first filled row holds the names."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        return "xlsx, xls, csv"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """Read every cell as the text that a person would read. Raises :class:`Unreadable`."""
        book = read_workbook(in_stream, "file")
        sheet = next(sheet for sheet in book.sheets if sheet.rows)
        width = max((cell.column for row in sheet.rows for cell in row), default=0)
        rows = [["", *[""] * width] for _row in sheet.rows]
        for texts, row in zip(rows, sheet.rows, strict=True):
            for cell in row:
                texts[cell.column] = cell.day.isoformat() if cell.day else cell.text.strip()
        filled = [texts[1:] for texts in rows if any(texts)]
        return tablib.Dataset(*filled[1:], headers=filled[0]) if filled else tablib.Dataset()


class SignedStorage(BaseStorage):  # type: ignore[misc]
    """The file between preview and confirmation: signed, in the form itself, good for an hour and for any process."""

    def save(self, data: bytes) -> None:
        self.name = signing.dumps(base64.b64encode(data).decode(), salt=_SALT, compress=True)

    def read(self) -> bytes:
        try:
            return base64.b64decode(signing.loads(self.name, salt=_SALT, max_age=PREVIEW_SECONDS))
        except signing.BadSignature as error:
            raise Refused(_("The preview is too old. Choose the file again."), code="stale") from error

    def remove(self) -> None:
        """Do nothing: nothing lies anywhere."""


class RowsForm(ImportForm):  # type: ignore[misc]
    @property
    def media(self) -> forms.Media:
        """None: there is one format, so that nothing is guessed from a file's name."""
        return forms.Media()

    def clean_import_file(self) -> Any:
        """Take a file that is small enough and readable; the sentence says why another is not."""
        found = self.cleaned_data["import_file"]
        if found.size > LARGEST:
            raise forms.ValidationError(_("The file is too large for this page. Split it and import the parts."))
        try:
            SheetFile().create_dataset(found.read())
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        finally:
            found.seek(0)
        return found


class PlainDiff(Diff):  # type: ignore[misc]
    """What stood there and what will: by elements, for the package's own colours are styles inside the page."""

    def as_html(self) -> list[str]:
        return [self._cell(str(before), str(after)) for before, after in zip(self.left, self.right, strict=True)]

    def _cell(self, before: str, after: str) -> str:
        if before == after or self.new:
            return after
        return format_html("<del>{}</del> <ins>{}</ins>", before, after)


class VerbResource(ModelResource):  # type: ignore[misc]
    """Rows of one table, found again by what names them. Preview and import differ in nothing but the rollback."""

    class Meta:
        use_transactions = True
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    # How a heading may be called, by the name of the column.
    also_called: ClassVar[Mapping[str, object]] = {}

    def __init__(self, user: Any = None, **_kwargs: Any) -> None:
        super().__init__()
        self.user = user

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return PlainDiff

    def get_user_visible_fields(self) -> list[Field]:
        """Give the columns for the page, called as the list's own file calls them."""
        shown = [copy.copy(field) for field in super().get_user_visible_fields()]
        for field in shown:
            field.column_name = self._heading(field.column_name)
        return shown

    def get_diff_headers(self) -> list[str]:
        return [self._heading(name) for name in super().get_diff_headers()]

    def _heading(self, name: str) -> str:
        return str(self.also_called.get(name, name))

    def before_import(self, dataset: tablib.Dataset, **_kwargs: Any) -> None:
        """Take the headings that the list's own file has, in the reader's language; nothing is left out unseen."""
        known = {str(words): name for name, words in self.also_called.items()}
        dataset.headers = [known.get(heading, heading) for heading in dataset.headers or []]
        if unknown := [heading for heading in dataset.headers if heading and heading not in self.fields]:
            names = {"unknown": in_a_row(unknown)[:200], "known": in_a_row(str(words) for words in known)}
            raise Refused(
                _("These columns are not known: %(unknown)s. Delete them, or name them as one of: %(known)s.") % names,
                code="columns",
            )
        if "school" not in dataset.headers:
            dataset.append_col([""] * len(dataset), header="school")

    def before_import_row(self, row: dict[str, Any], **_kwargs: Any) -> None:
        """Put the own school into the row; where somebody looks after several, each row says whose it is."""
        own, said = self.user.school, row.get("school") or ""
        if own is None and not said:
            raise Refused(_("Give the school by its code, in a column of its own."), code="school")
        if own is not None and said not in ("", own.code, own.name):
            raise Refused(_("This row is of another school. Delete the row."), code="school")
        row["school"] = own.code if own is not None else said

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        instance.pk = self.write(instance, is_create=is_create).pk

    def write(self, row: Any, *, is_create: bool) -> Any:
        """Call the verb for the row; gives it as saved. What the verb refuses is the row's error."""
        # Each table's own; `abc` cannot say so beside the metaclass of the package's class, a test of all tables does.
        raise NotImplementedError


class RowImport(ImportMixin):  # type: ignore[misc]
    """A table of the admin whose ``resource_class_in`` saves by verbs: a file is previewed, then confirmed."""

    resource_class_in: type[VerbResource]
    import_formats: ClassVar[list[type[Format]]] = [SheetFile]
    import_form_class = RowsForm
    import_template_name = "admin/import_rows.html"
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    tmp_storage_class = SignedStorage

    def get_urls(self) -> list[Any]:
        return declared(super().get_urls())

    def get_import_resource_classes(self, request: HttpRequest) -> list[type[VerbResource]]:
        return [self.resource_class_in]

    def get_import_resource_kwargs(self, request: HttpRequest, **_kwargs: Any) -> dict[str, object]:
        return {"user": request.user}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Ask for all or nothing, also when something has changed since the preview."""
        given: dict[str, Any] = super().get_import_data_kwargs(**kwargs)
        return {**given, "rollback_on_validation_errors": True}

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().process_import(request, **kwargs)  # type: ignore[no-any-return]
        except Refused as refusal:
            messages.error(request, refusal.message)
            return self._to_list()

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Say why a row can no longer be saved; nothing of the file is saved then."""
        if not result.has_errors() and not result.has_validation_errors():
            return super().process_result(result, request)  # type: ignore[no-any-return]
        said = [str(error.error) for _number, errors in result.row_errors() for error in errors]
        said += [str(row.error) for row in result.invalid_rows]
        messages.error(
            request,
            " ".join(dict.fromkeys(said))
            or _("Nothing was imported. Choose the file again to see what is wrong with it."),
        )
        return self._to_list()

    def _to_list(self) -> HttpResponse:
        app, model = self.get_model_info()
        return redirect(f"admin:{app}_{model}_changelist")
