"""Upload, preview, confirm: the same three steps for every kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _, ngettext

from starrating.cells.findings import Folded, has_errors, told
from starrating.operations import uploads
from starrating.operations.idempotency import given, once
from starrating.operations.models import Upload, UploadState
from starrating.refused import Refused
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.files import NamedBytes, Source
from students.imports.pipeline.importer import Importer, Preview, apply, look, open_files
from students.imports.pipeline.meanings import is_remembered

AnyImporter = Importer[Any, Any, Any]
AnyPreview = Preview[Any, Any]


@dataclass(frozen=True)
class PreviewPage:
    """What a template prints of an upload that waits for its confirmation."""

    upload: Upload
    preview: AnyPreview
    earlier: Sequence[Upload]

    @property
    def title(self) -> str:
        """The files' names, as many as there is room for."""
        return title_of([mark["name"] for mark in self.preview.source.files])

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
    def remembers(self) -> bool:
        """Whether a column was read as was said of it earlier."""
        return any(map(is_remembered, self.preview.findings))

    @property
    def asks_again(self) -> bool:
        """Whether an answer can make another preview of the file."""
        return bool(self.preview.questions) or self.preview.source.asks_again

    @property
    def has_nothing(self) -> bool:
        """Whether the file is in order and has not one row, as a form that nobody has filled in."""
        return not has_errors(self.preview.findings) and not self.preview.plan.rows


def title_of(names: Sequence[str]) -> str:
    """Name files chosen together by the first of them."""
    more = len(names) - 1
    text = ngettext("%(file)s and %(count)d more file", "%(file)s and %(count)d more files", more)
    return text % {"file": names[0], "count": more} if more else names[0]


def begin(importer: AnyImporter, files: Sequence[NamedBytes], asked: Asked) -> Upload:
    """Keep uploaded files, with what was answered beside them, until their preview is confirmed or dropped."""
    return uploads.keep(
        files, kind=importer.code, school_id=asked.school.pk, by=asked.by, at=asked.at, options=asked.answers
    )


def own_upload(importer: AnyImporter, pk: int, asked: Asked) -> Upload:
    """Fetch one's own files of this kind, decided or not, or 404."""
    return uploads.own(pk, kind=importer.code, school_id=asked.school.pk, by=asked.by)


def preview_page(importer: AnyImporter, upload: Upload, asked: Asked) -> PreviewPage:
    """Read the kept files afresh. Raises :class:`Refused` when they are no longer kept."""
    preview = look(importer, uploads.files_of(upload), _with_answers(upload, asked))
    return PreviewPage(upload, preview, uploads.earlier(upload, [mark["sha256"] for mark in preview.source.files]))


def said_before(asked: Asked, key: str) -> str | None:
    """Give the sentence that this ``key`` was answered with: sent again, a form finds its file decided by itself.

    The upload is fetched before this is asked, so that one decided in between still waits in the caller's hands.
    """
    answer = given(asked.by, key)
    return str(answer["text"]) if answer is not None else None


def opened(importer: AnyImporter, upload: Upload, asked: Asked) -> Source[Any]:
    """Read the kept files to import them. Raises :class:`Refused` when no longer kept or decided before."""
    if upload.state != UploadState.WAITING:
        raise Refused(_("This file has been dealt with already. To import it again, choose it again."), code="decided")
    return open_files(importer, uploads.files_of(upload), _with_answers(upload, asked))


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
        aside = importer.aside(source)
        uploads.keep_on(upload, [place for place, waits in aside.items() if waits], at=asked.at)
        uploads.decide(upload, UploadState.APPLIED, at=asked.at, aside=aside)
        return {"text": importer.said(apply(importer, source, whole, digest=digest, most=most))}

    return str(once(asked.by, key, act)["text"])


def _with_answers(upload: Upload, asked: Asked) -> Asked:
    return replace(asked, answers={**upload.options, **asked.answers}, upload=upload.pk)
