"""The audit for office and administrators."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render

from awards.audit.forms import AuditForm
from awards.audit.lists import AuditResource
from awards.audit.page import audit_lines
from awards.audit.search import events_asked
from students.permits.reach import StaffRequest, permitted_page

EVENTS_A_PAGE = 50


@permitted_page
def audit(request: StaffRequest) -> HttpResponseBase:
    form = AuditForm(request.GET or None)
    events = events_asked(request.school, form)
    page_obj = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    lines = audit_lines(list(page_obj.object_list), request.school)
    context = {"form": form, "page_obj": page_obj, "lines": lines, "table": AuditResource().on_page(lines)}
    return render(request, "awards/audit/page.html", context)
