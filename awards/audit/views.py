"""The audit for office and administrators."""

from django.http import HttpResponseBase
from django.shortcuts import render

from awards.audit.forms import AuditForm
from awards.audit.lists import AuditResource
from awards.audit.page import merged_lines
from awards.audit.search import events_asked
from starrating.web.paging import page_of
from students.permits.reach import StaffRequest, permitted_page
from students.permits.shown import list_on_record


@permitted_page
def audit(request: StaffRequest) -> HttpResponseBase:
    form = AuditForm(request.GET or None)
    events = events_asked(request.school, form)
    page_obj = page_of(events, request)
    shown = list(page_obj.object_list)
    list_on_record(request, [event.student_key for event in shown if event.student_key is not None])
    lines = merged_lines(shown, request.school)
    context = {"form": form, "page_obj": page_obj, "lines": lines, "table": AuditResource().on_page(lines)}
    return render(request, "awards/audit/page.html", context)
