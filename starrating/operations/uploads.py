"""Files between their preview and their confirmation: kept, fetched by their owner, decided once, then emptied."""

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence

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
    files: Sequence[tuple[str, bytes]],
    *,
    kind: str,
    school_id: int,
    by: AbstractBaseUser,
    at: dt.datetime,
    options: Mapping[str, object] | None = None,
) -> Upload:
    """Keep files (name, bytes) chosen together until they are decided; gives the first, which stands for all.

    Files that were decided or forgotten lose their bytes on this occasion.
    """
    Upload.objects.stale(at, kept=KEPT).update(content=b"")
    rows = [
        Upload(
            user_id=by.pk,
            school_id=school_id,
            kind=kind,
            filename=shown_name(filename)[:255],
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            options={},
            created_at=at,
        )
        for filename, content in files
    ]
    head = rows[0]
    head.options = dict(options or {})
    head.save()
    for row in rows[1:]:
        row.head = head
    Upload.objects.bulk_create(rows[1:])
    return head


def answer(upload: Upload, options: Mapping[str, object]) -> None:
    """Keep what was said of files that wait."""
    upload.options = dict(options)
    upload.save(update_fields=["options"])


def own(pk: int, *, kind: str, school_id: int, by: AbstractBaseUser) -> Upload:
    """Fetch somebody's own upload; 404 for another's, another kind, and one of several that is not the first."""
    rows = Upload.objects.filter(head__isnull=True)
    return get_object_or_404(rows, pk=pk, kind=kind, school_id=school_id, user_id=by.pk)


def waiting(kind: str, school_id: int, *, by: AbstractBaseUser, at: dt.datetime) -> list[Upload]:
    """List one's own files of a kind that are kept and not decided, latest first, of several the first."""
    rows = Upload.objects.filter(kind=kind, school_id=school_id, user_id=by.pk, head__isnull=True)
    return list(rows.filter(state=UploadState.WAITING, created_at__gte=at - KEPT).defer("content"))


def files_of(upload: Upload) -> list[tuple[str, bytes]]:
    """Fetch the files as they were uploaded. Raises :class:`Refused` where one was emptied or is not what it was."""
    files = [(one.filename, bytes(one.content), one.sha256) for one in Upload.objects.together(upload)]
    if any(hashlib.sha256(content).hexdigest() != sha256 for _name, content, sha256 in files):
        raise Refused(_("This file is no longer kept. Choose it again."), code="gone")
    return [(name, content) for name, content, _sha256 in files]


def earlier(upload: Upload, checksums: Collection[str]) -> list[Upload]:
    """Find the last time each of the very same files was imported, to be told before it is imported again."""
    same = Upload.objects.applied_before(upload.school_id, upload.kind, checksums).defer("content")
    return list({one.sha256: one for one in same.select_related("user").order_by("decided_at")}.values())


def keep_on(upload: Upload, places: Collection[int], *, at: dt.datetime) -> Upload | None:
    """Keep the files at these places, counted from 0, for a decision of their own; gives the first of them."""
    files = [file for place, file in enumerate(files_of(upload)) if place in places] if places else []
    if not files:
        return None
    owner = upload.user
    return keep(files, kind=upload.kind, school_id=upload.school_id, by=owner, at=at)


def forget_waiting(school_id: int, *, at: dt.datetime) -> int:
    """Drop all files of a school that wait to be decided, with their names and answers; gives how many."""
    rows = Upload.objects.filter(school_id=school_id, state=UploadState.WAITING)
    return rows.update(state=UploadState.DROPPED, decided_at=at, content=b"", filename="", options={})


@transaction.atomic
def decide(upload: Upload, state: UploadState, *, at: dt.datetime, aside: Collection[int] = ()) -> None:
    """Mark files as imported or dropped and let their bytes go. Raises :class:`Refused` when it was decided before.

    Those at the places ``aside``, counted from 0, count as dropped whatever becomes of the others. Called inside the
    transaction of the import, so that one file is never imported twice at the same time.
    """
    row = lock(Upload.objects.all()).get(pk=upload.pk)
    if row.state != UploadState.WAITING:
        raise Refused(_("This file has been dealt with already. To import it again, choose it again."), code="decided")
    keys = list(Upload.objects.together(row).values_list("pk", flat=True))
    dropped = [key for place, key in enumerate(keys) if place in aside]
    Upload.objects.filter(pk__in=keys).update(state=state, decided_at=at, content=b"")
    Upload.objects.filter(pk__in=dropped).update(state=UploadState.DROPPED)
