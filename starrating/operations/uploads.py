"""A file between its preview and its confirmation: kept, fetched by its owner, decided once, then emptied."""

import datetime as dt
import hashlib
from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from starrating.cells.reader import shown_name
from starrating.db.locks import lock
from starrating.operations.models import Upload, UploadState
from starrating.refused import Refused

# A file that nobody decides about holds personal data for no purpose.
KEPT = dt.timedelta(days=2)


def keep(
    content: bytes,
    filename: str,
    *,
    kind: str,
    school_id: int,
    by: AbstractBaseUser,
    at: dt.datetime,
    options: Mapping[str, object] | None = None,
) -> Upload:
    """Keep a file until it is decided; files that were decided or forgotten lose their bytes on this occasion."""
    Upload.objects.stale(at, kept=KEPT).update(content=b"")
    return Upload.objects.create(
        user_id=by.pk,
        school_id=school_id,
        kind=kind,
        filename=shown_name(filename)[:255],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        options=dict(options or {}),
        created_at=at,
    )


def answer(upload: Upload, options: Mapping[str, object]) -> None:
    """Keep what was said of a file that waits."""
    upload.options = dict(options)
    upload.save(update_fields=["options"])


def own(pk: int, *, kind: str, school_id: int, by: AbstractBaseUser) -> Upload:
    """Fetch somebody's own upload; 404 for another's and for another kind."""
    return get_object_or_404(Upload, pk=pk, kind=kind, school_id=school_id, user_id=by.pk)


def bytes_of(upload: Upload) -> bytes:
    """Fetch the file as it was uploaded. Raises :class:`Refused` where it has been emptied or is not what it was."""
    content = bytes(upload.content)
    if hashlib.sha256(content).hexdigest() != upload.sha256:
        raise Refused(_("This file is no longer kept. Choose it again."), code="gone")
    return content


def earlier(upload: Upload) -> Upload | None:
    """Find the last time the very same file was imported, to be told before it is imported again."""
    same = Upload.objects.applied_before(upload.school_id, upload.kind, upload.sha256).defer("content")
    return same.select_related("user").order_by("-decided_at").first()


@transaction.atomic
def decide(upload: Upload, state: UploadState, *, at: dt.datetime) -> None:
    """Mark an upload as imported or dropped and let its bytes go. Raises :class:`Refused` when it was decided before.

    Called inside the transaction of the import, so that one file is never imported twice at the same time.
    """
    row = lock(Upload.objects.all()).get(pk=upload.pk)
    if row.state != UploadState.WAITING:
        raise Refused(_("This file has been dealt with already. To import it again, choose it again."), code="decided")
    row.state, row.decided_at, row.content = state, at, b""
    row.save(update_fields=["state", "decided_at", "content"])
