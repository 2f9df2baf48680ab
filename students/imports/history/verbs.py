"""Taking an import back: the one place that does so, whatever was imported."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.operations.models import Upload, UploadState
from starrating.refused import Refused, demand_length, demand_reason
from students.imports.history.access import may_take_back
from students.imports.history.reversal import TakingBack, Undo, reversers
from students.imports.record.runs import has_trail
from students.models import FileImport, ImportTrail, User
from students.permits.roles import standing_of

LONGEST_REASON = 300


def look_back(run: FileImport, *, by: User, at: dt.datetime) -> Undo:
    """Say what taking an import back would do; nothing is written. Raises :class:`Refused` as :func:`take_back`."""
    _demand(run, by, at)
    return reversers()[run.kind].look(run, TakingBack(by, at))


@transaction.atomic
def take_back(run: FileImport, *, reason: str, by: User, at: dt.datetime, digest: str | None = None) -> Undo:
    """Take a confirmed import back as far as nothing stands on it; give what went and what stayed.

    ``digest`` is that of the preview that was agreed to. Raises :class:`Refused` for somebody who neither confirmed it
    nor is an administrator, without a reason, when it was taken back already or can be no more (30 days, a term
    settled), when it would do something else than the preview said, and when nothing would go.
    """
    reason = demand_length(demand_reason(reason), LONGEST_REASON)
    upload = lock(Upload.objects.all()).filter(run=run).first()
    run = lock(FileImport.objects.all()).select_related("school").get(pk=run.pk)
    _demand(run, by, at)
    reverser, back = reversers()[run.kind], TakingBack(by, at, reason)
    reverser.hold(run)
    undo = reverser.look(run, back)
    if digest is not None and undo.digest != digest:
        raise Refused(_("Something has changed since this preview. Look at it once more."), code="stale")
    if not undo.goes:
        raise Refused(
            _("Everything in this import is in use by now, so nothing can be undone. Correct what is wrong by hand."),
            code="stands",
        )
    reverser.act(undo, back)
    _close(run, upload, undo, back)
    return undo


def _demand(run: FileImport, by: User, at: dt.datetime) -> None:
    if not may_take_back(run, standing_of(by, timezone.localdate(at)), by):
        raise Refused(
            _("An import is undone by whoever confirmed it, or by an administrator. Ask one of them."), code="role"
        )
    if run.is_taken_back:
        raise Refused(_("This import has been undone already. Load the page again."), code="twice")
    if not has_trail(run, at):
        raise Refused(
            _(
                "This import can no longer be undone: that is possible for 30 days, and until the term is settled. "
                "Correct what is wrong by hand."
            ),
            code="over",
        )


def _close(run: FileImport, upload: Upload | None, undo: Undo, back: TakingBack) -> None:
    """Keep figures and checksums, and nothing else of what was imported."""
    run.names = ""
    run.figures = {name: value for name, value in run.figures.items() if isinstance(value, int)}
    run.taken_back_at, run.taken_back_by, run.reason, run.stayed = back.at, back.by, back.reason, len(undo.stays)
    run.save(update_fields=["names", "figures", "taken_back_at", "taken_back_by", "reason", "stayed"])
    ImportTrail.objects.filter(run=run).delete()
    if upload is not None:
        Upload.objects.together(upload).update(state=UploadState.TAKEN_BACK, filename="")
    new = {"kind": run.kind, "files": run.digests, "gone": len(undo.goes), "stayed": len(undo.stays)}
    audit.record("import.taken_back", run, by=back.by, at=back.at, school_id=run.school_id, new=new, reason=back.reason)
