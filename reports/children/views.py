"""The yearly file on children's data, on a page and as files."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.children import files
from reports.children.facts import children_report
from reports.files import attachment, safe_name
from starrating.refused import Refused
from starrating.web.keys import key_in
from students.models import Term
from students.permits.reach import StaffRequest, permitted_act, permitted_page

# The report is due in January for the year before.
_DUE_UNTIL = 3


@permitted_page
def report(request: StaffRequest) -> HttpResponseBase:
    """Show a calendar year; unless asked, the one whose report is due or that is under way."""
    now = timezone.now()
    years = _years(request)
    page = children_report(request.school, _year(request.GET.get("year", ""), years), at=now)
    return render(request, "reports/children/report.html", {"page": page, "years": years})


@permitted_act
def report_file(request: StaffRequest) -> HttpResponseBase:
    """Send one of the files; that it was taken is recorded before it goes out."""
    kind = request.POST.get("kind") or next(iter(files.MAKERS))
    if kind not in files.MAKERS:
        raise Http404
    year = _year(request.POST.get("year", ""), _years(request))
    try:
        made = files.take(request.school, year, kind, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("reports:children_report")
    name = _("children's data %(year)d") % {"year": year}
    return attachment(made.content, f"{safe_name(name)}.{made.ending}", made.content_type)


def _years(request: StaffRequest) -> list[int]:
    """Give the years that the school has been here, latest first."""
    today = timezone.localdate()
    first = Term.objects.filter(school=request.school).order_by("starts_on").values_list("starts_on", flat=True).first()
    return list(range(today.year, (first or today).year - 1, -1))


def _year(asked: str, years: list[int]) -> int:
    wanted = key_in(asked)
    if wanted is None:
        today: dt.date = timezone.localdate()
        due = today.year - 1 if today.month <= _DUE_UNTIL else today.year
        return due if due in years else years[0]
    if wanted not in years:
        raise Http404
    return wanted
