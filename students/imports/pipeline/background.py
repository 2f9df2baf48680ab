"""Imports too large to wait for: confirmed on the same page, done by the worker with the same verb, all or nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from starrating.operations import jobs
from starrating.operations.idempotency import given
from starrating.operations.job_running import Progress, Said
from starrating.operations.models import Job
from starrating.refused import Refused
from starrating.registry import summed
from students.imports.pipeline import flow
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.flow import AnyImporter
from students.models import School, User
from students.permits.reach import may_go
from students.permits.roles import standing_of

KIND = "import"
# A class or a grade is there at once; more rows than this are written by the worker.
AT_ONCE = 500
# Read, write, over: a verb tells nothing in between, and what it told could not be seen before its transaction ends.
_PHASES = 3


@dataclass(frozen=True)
class Wish:
    """What was confirmed: ``kind`` and ``upload``, the ``digest`` of its preview, the ``options`` chosen there.

    ``route`` is the address that the person may use, ``home`` the page that shows what came of it.
    """

    kind: str
    upload: int
    digest: str
    options: Mapping[str, object]
    route: str
    home: str


def start(wish: Wish, filename: str, asked: Asked) -> Job:
    """Ask for the import; asked for again while it waits or runs, it is the same job."""
    order = {**asdict(wish), "language": translation.get_language()}
    title = _("Import of %(file)s") % {"file": filename}
    return jobs.start(KIND, order, title=title, by=asked.by, school_id=asked.school.pk, at=asked.at)


def importers() -> dict[str, AnyImporter]:
    """Give every subject's importers by their codes."""
    return {importer.code: importer for importer in summed("importer", "IMPORTERS")}


def work(job: Job, progress: Progress) -> Said:
    """Import what was confirmed, and say what has become of it.

    Raises :class:`Refused` as the page would: the file decided or the database changed meanwhile, the person no
    longer in office. Taken up again after a worker died, it finds out whether the import had been done.
    """
    wish = Wish(**{key: value for key, value in job.order.items() if key != "language"})
    by = User.objects.select_related("school").get(pk=job.user_id)
    key = f"import-{wish.upload}"
    with translation.override(job.order["language"]):
        done = given(by, key)
        if done is not None:
            return Said(str(done["text"]))
        if not may_go(standing_of(by, timezone.localdate()), wish.route):
            raise Refused(_("You no longer have the task that this belongs to. Ask the administrator."), code="role")
        importer = importers()[wish.kind]
        asked = Asked(School.objects.get(pk=job.school_id), by, timezone.now(), wish.options)
        upload = flow.own_upload(importer, wish.upload, asked)
        progress(0, _PHASES)
        source = flow.opened(importer, upload, asked)
        progress(1, _PHASES)
        return Said(flow.confirm(importer, upload, source, asked, digest=wish.digest, key=key))
