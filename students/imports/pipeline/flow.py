"""Upload, preview, confirm: the same three steps for every kind of file, whatever its preview looks like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from starrating.cells.findings import Finding, Place, has_errors
from starrating.operations import uploads
from starrating.operations.idempotency import once
from starrating.operations.models import Upload, UploadState
from starrating.refused import Refused
from students.imports.pipeline.preview import RowState, told
from students.models import School, User


class Preview(Protocol):
    """What the flow asks of a preview."""

    @property
    def findings(self) -> Sequence[Finding]: ...

    @property
    def counts(self) -> Mapping[RowState, int]: ...

    @property
    def blocked(self) -> bool: ...

    @property
    def writes(self) -> bool: ...

    @property
    def digest(self) -> str: ...


P = TypeVar("P", bound=Preview)


def changed_rows(preview: Preview) -> int:
    """How many rows would be new or otherwise."""
    return preview.counts[RowState.NEW] + preview.counts[RowState.CHANGED]


@dataclass(frozen=True)
class ImportKind(Generic[P]):
    """A kind of file. ``read(content, filename, school, options)`` makes the preview and writes nothing;
    ``apply(preview, by=, at=)`` writes it in one transaction and gives the sentence to show; ``size(preview)`` is how
    many rows it would write."""

    code: str
    read: Callable[[bytes, str, School, Mapping[str, object]], P]
    apply: Callable[[P, User, dt.datetime], str]
    size: Callable[[P], int] = changed_rows


@dataclass(frozen=True)
class ShownFinding:
    """What ``partials/findings.html`` prints: like warnings and notes of several places are one, with their number."""

    level: str
    place: str
    value: str
    message: str


@dataclass(frozen=True)
class PreviewPage(Generic[P]):
    """What a template prints of an upload that waits for its confirmation."""

    upload: Upload
    preview: P
    earlier: Upload | None
    findings: list[ShownFinding]

    @property
    def has_nothing(self) -> bool:
        """Whether the file is in order and has not one row, as a form that nobody has filled in."""
        return not has_errors(self.preview.findings) and not any(self.preview.counts.values())


def begin(
    kind: ImportKind[P],
    file: UploadedFile[bytes],
    *,
    school: School,
    by: User,
    at: dt.datetime,
    options: Mapping[str, object] | None = None,
) -> Upload:
    """Keep an uploaded file until its preview is confirmed or dropped."""
    return uploads.keep(
        file.read(),
        file.name or "",
        kind=kind.code,
        school_id=school.pk,
        by=by,
        at=at,
        options=options,
    )


def own_upload(kind: ImportKind[P], pk: int, *, school: School, by: User) -> Upload:
    """One's own file of this kind, decided or not, or 404."""
    return uploads.own(pk, kind=kind.code, school_id=school.pk, by=by)


def preview_page(kind: ImportKind[P], upload: Upload, school: School) -> PreviewPage[P]:
    """Read the kept file afresh. Raises :class:`Refused` when it is no longer kept."""
    preview = kind.read(uploads.bytes_of(upload), upload.filename, school, upload.options)
    return PreviewPage(upload, preview, uploads.earlier(upload), shown_findings(preview.findings))


def shown_findings(findings: Sequence[Finding]) -> list[ShownFinding]:
    """Findings for the page, errors first."""
    return [
        ShownFinding(
            str(one.finding.level.value),
            _places(one.finding.place, len(one.others)),
            one.finding.value,
            str(one.finding.message),
        )
        for one in told(findings)
    ]


def _places(place: Place, others: int) -> str:
    if not others:
        return str(place)
    return ngettext("%(place)s and %(count)d other place", "%(place)s and %(count)d other places", others) % {
        "place": place,
        "count": others,
    }


def checked(
    kind: ImportKind[P], upload: Upload, *, school: School, digest: str, options: Mapping[str, object] | None = None
) -> P:
    """The preview made afresh, if it says what the one with this ``digest`` showed.

    ``options`` are choices made on the preview, added to those kept with the file. Raises :class:`Refused`, with code
    ``stale`` when file or database say something else than the preview did: then it must be looked at again.
    """
    if upload.state != UploadState.WAITING:
        raise Refused(_("This file has been decided already."), code="decided")
    chosen = {**upload.options, **(options or {})}
    preview = kind.read(uploads.bytes_of(upload), upload.filename, school, chosen)
    if preview.digest != digest:
        raise Refused(_("Something has changed since this preview. Look at it once more."), code="stale")
    return preview


def confirm(kind: ImportKind[P], upload: Upload, preview: P, *, key: str, by: User, at: dt.datetime) -> str:
    """Import what a preview from :func:`checked` says, once for this ``key``; gives the sentence to show."""

    def act() -> dict[str, object]:
        uploads.decide(upload, UploadState.APPLIED, at=at)
        return {"text": kind.apply(preview, by, at)}

    return str(once(by, key, act)["text"])


def drop(upload: Upload, *, at: dt.datetime) -> None:
    """Forget an upload; its bytes go, nothing is imported."""
    uploads.decide(upload, UploadState.DROPPED, at=at)
