"""A list as a file. It is asked for by POST, since taking it leaves a trace; the address carries the page's filter."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest, HttpResponseBase
from django.utils import timezone

from reports.files import FORMATS, table_file
from reports.lists.taking import exports, file_name, take
from students.asked import Asked
from students.permits.reach import StaffRequest, may_go, permitted_act, reach_of


@permitted_act
def list_file(request: StaffRequest, list_key: str) -> HttpResponseBase:
    """Send a list to whoever may go to its page, as far as that page reaches."""
    export = exports().get(list_key)
    if export is None:
        raise Http404
    if not may_go(request.standing, export.action):
        raise PermissionDenied
    wanted = request.POST.get("format", FORMATS[0])
    if wanted not in FORMATS:
        return HttpResponseBadRequest()
    now = timezone.now()
    reach = reach_of(request.standing, export.action)
    today = timezone.localdate(now)
    asked = Asked(request.school, request.user, request.standing, reach, request.GET, today)
    dataset, title = take(export, asked, by=request.user, at=now)
    return table_file(dataset, wanted, file_name(title, now), title=title, by=request.user, at=now)
