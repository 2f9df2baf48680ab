"""What the pages of files being made print."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext, pgettext_lazy

from starrating.days import short_moment
from starrating.operations.models import Job, JobState
from students.imports.pipeline import background

_IMPORTING = {
    JobState.RUNNING: pgettext_lazy("import", "being imported"),
    JobState.DONE: pgettext_lazy("import", "imported"),
    JobState.FAILED: pgettext_lazy("import", "not imported"),
}


@dataclass(frozen=True)
class JobPage:
    """Where a job stands, said by ``text``; ``ready``: there is a file to fetch.

    ``leads_to``: the page that shows what a job without a file has done.
    """

    job: Job
    text: str
    ready: bool
    leads_to: str = ""

    @property
    def state(self) -> str:
        """The state as the badge names its looks."""
        looks = {JobState.WAITING: "not_started", JobState.RUNNING: "open", JobState.CANCELLED: "returned"}
        return looks.get(JobState(self.job.state), self.job.state)

    @property
    def label(self) -> str:
        """The state in a word."""
        if self.job.kind == background.KIND and self.job.state in _IMPORTING:
            return str(_IMPORTING[JobState(self.job.state)])
        return self.job.get_state_display()


def job_page(job: Job, now: dt.datetime) -> JobPage:
    ready = job.state == JobState.DONE and bool(job.path) and job.expires_at is not None and job.expires_at > now
    if job.kind == background.KIND:
        home = str(job.order.get("home", "")) if job.state == JobState.DONE else ""
        return JobPage(job, _import_text(job), ready, home)
    return JobPage(job, _text(job, now, ready), ready)


def _import_text(job: Job) -> str:
    """Say where an import stands; done, its message is what the page would have shown, and it tells no rest of time."""
    if job.state == JobState.WAITING:
        return _("It is waiting for its turn. You may leave this page; it goes on by itself.")
    if job.state == JobState.RUNNING:
        return _("The file is being imported. You may leave this page.")
    if job.state == JobState.CANCELLED:
        return _("It was cancelled; nothing was imported.")
    return job.message


def _text(job: Job, now: dt.datetime, ready: bool) -> str:
    if job.state == JobState.WAITING:
        return _("It is waiting for its turn. You may leave this page; it goes on by itself.")
    if job.state == JobState.RUNNING:
        return _running(job, now)
    if job.state == JobState.FAILED:
        return job.message
    if job.state == JobState.CANCELLED:
        return _("It was cancelled; no file was made.")
    if not ready or job.expires_at is None:
        return _("The file was kept for a day and is gone. Request it again where you did before.")
    return _("The file is ready. It is kept until %(until)s.") % {"until": short_moment(job.expires_at)}


def _running(job: Job, now: dt.datetime) -> str:
    if job.cancel_asked:
        return _("It is being cancelled.")
    if not job.done or not job.total or job.started_at is None:
        return _("It is being made.")
    # As fast as until now: good enough to decide whether to wait.
    left = (now - job.started_at).total_seconds() * (job.total - job.done) / job.done
    seconds = max(1, round(left))
    sentence = ngettext(
        "%(done)d of %(total)d, about %(left)d second to go.",
        "%(done)d of %(total)d, about %(left)d seconds to go.",
        seconds,
    )
    return sentence % {"done": job.done, "total": job.total, "left": seconds}
