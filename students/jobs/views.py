"""Files being made for somebody: the list, one with its progress, calling it off, fetching it."""

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.operations import jobs
from starrating.operations.models import Job
from starrating.refused import Refused
from students.jobs.page import job_page
from students.permits.reach import StaffRequest, permitted_act, permitted_page

# The list is for what was asked for lately; the audit knows the rest.
LISTED = 50


@permitted_page
def own_files(request: StaffRequest) -> HttpResponseBase:
    now = timezone.now()
    rows = Job.objects.filter(user=request.user)[:LISTED]
    return render(request, "students/jobs/jobs.html", {"jobs": [job_page(job, now) for job in rows]})


@permitted_page
def own_file(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Show how far a file is; whoever has waited here for an import goes on to what comes after it."""
    page = job_page(jobs.own(pk, by=request.user), timezone.now())
    if page.leads_to and "waited" in request.GET:
        messages.success(request, page.text)
        return redirect(page.leads_to)
    return render(request, "students/jobs/job.html", {"page": page})


@permitted_page
def own_file_state(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Tell the page's script how far the file is, in numbers and in a sentence."""
    page = job_page(jobs.own(pk, by=request.user), timezone.now())
    job = page.job
    return JsonResponse({"state": job.state, "done": job.done, "total": job.total, "text": page.text})


@permitted_act
def cancel_file(request: StaffRequest, pk: int) -> HttpResponseBase:
    try:
        jobs.cancel(jobs.own(pk, by=request.user), at=timezone.now())
    except Refused as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("Cancelled."))
    return redirect("own_file", pk)


@permitted_page
def fetch_file(request: StaffRequest, pk: int) -> HttpResponseBase:
    job = jobs.own(pk, by=request.user)
    path = jobs.made_file(job, by=request.user, at=timezone.now())
    return FileResponse(path.open("rb"), as_attachment=True, filename=job.filename, content_type=job.content_type)
