"""What takes long is made by the worker; a class's batch is there at once."""

from collections.abc import Mapping

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation

from starrating.operations import jobs
from students.permits.reach import StaffRequest

# More papers than this are made by the worker.
AT_ONCE = 60


def made_by_worker(request: StaffRequest, kind: str, order: Mapping[str, object], title: str) -> HttpResponseBase:
    """Start a job of ``reports.jobs.MAKERS`` in the language of the reader, and lead to where its file will be."""
    order = {**order, "language": translation.get_language()}
    job = jobs.start(kind, order, title=title, by=request.user, school_id=request.school.pk, at=timezone.now())
    return redirect("own_file", job.pk)
