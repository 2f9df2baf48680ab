"""Upload, preview, confirm: the same three steps for every kind of file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from starrating.cells.findings import Folded, has_errors, told
from starrating.operations import uploads
from starrating.operations.idempotency import given, once
from starrating.operations.models import Upload, UploadState
from starrating.refused import Refused
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.files import NamedBytes, Source
from students.imports.pipeline.importer import Importer, Preview, apply, look, open_files

AnyImporter = Importer[Any, Any, Any]
AnyPreview = Preview[Any, Any]


@dataclass(frozen=True)
class PreviewPage:
    """What a template prints of an upload that waits for its confirmation."""

    upload: Upload
    preview: AnyPreview
    earlier: Upload | None

    @property
    def findings(self) -> list[Folded]:
        return told(self.preview.findings)

    @property
    def has_hidden(self) -> bool:
        """Whether a file has hidden parts, left out or read as asked."""
        return self.preview.source.has_hidden

    @property
    def reads_hidden(self) -> bool:
        return bool(self.preview.asked.answers.get("hidden"))

    @property
    def asks_again(self) -> bool:
        """Whether an answer can make another preview of the file."""
        return bool(self.preview.source.questions) or self.has_hidden

    @property
    def has_nothing(self) -> bool:
        """Whether the file is in order and has not one row, as a form that nobody has filled in."""
        return not has_errors(self.preview.findings) and not self.preview.plan.rows


def begin(importer: AnyImporter, file: UploadedFile[bytes], asked: Asked) -> Upload:
    """Keep an uploaded file, with what was answered beside it, until its preview is confirmed or dropped."""
    return uploads.keep(
        file.read(),
        file.name or "",
        kind=importer.code,
        school_id=asked.school.pk,
        by=asked.by,
        at=asked.at,
        options=asked.answers,
    )


def own_upload(importer: AnyImporter, pk: int, asked: Asked) -> Upload:
    """Fetch one's own file of this kind, decided or not, or 404."""
    return uploads.own(pk, kind=importer.code, school_id=asked.school.pk, by=asked.by)


def preview_page(importer: AnyImporter, upload: Upload, asked: Asked) -> PreviewPage:
    """Read the kept file afresh. Raises :class:`Refused` when it is no longer kept."""
    preview = look(importer, _files(upload), _with_answers(upload, asked))
    return PreviewPage(upload, preview, uploads.earlier(upload))


def said_before(asked: Asked, key: str) -> str | None:
    """Give the sentence that this ``key`` was answered with: sent again, a form finds its file decided by itself.

    The upload is fetched before this is asked, so that one decided in between still waits in the caller's hands.
    """
    answer = given(asked.by, key)
    return str(answer["text"]) if answer is not None else None


def opened(importer: AnyImporter, upload: Upload, asked: Asked) -> Source[Any]:
    """Read the kept file to import it. Raises :class:`Refused` when it is no longer kept or was decided before."""
    if upload.state != UploadState.WAITING:
        raise Refused(_("This file has been dealt with already. To import it again, choose it again."), code="decided")
    return open_files(importer, _files(upload), _with_answers(upload, asked))


def confirm(
    importer: AnyImporter,
    upload: Upload,
    source: Source[Any],
    asked: Asked,
    *,
    digest: str,
    key: str,
    most: int | None = None,
) -> str:
    """Import what the preview with this ``digest`` showed, once for this ``key``; gives the sentence to show.

    What ``asked`` has as answers was said on the preview, and is added to what was kept with the file. Raises as
    :func:`students.imports.pipeline.importer.apply` does.
    """
    whole = _with_answers(upload, asked)

    def act() -> dict[str, object]:
        uploads.decide(upload, UploadState.APPLIED, at=asked.at)
        return {"text": importer.said(apply(importer, source, whole, digest=digest, most=most))}

    return str(once(asked.by, key, act)["text"])


def _files(upload: Upload) -> list[NamedBytes]:
    return [(upload.filename, uploads.bytes_of(upload))]


def _with_answers(upload: Upload, asked: Asked) -> Asked:
    return replace(asked, answers={**upload.options, **asked.answers})
