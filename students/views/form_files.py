"""Empty forms to take away, one for each kind of file that is brought in."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from starrating.spreadsheets.workbooks import CONTENT_TYPE
from students.imports import form_files
from students.permits import StaffRequest, permitted


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """A workbook to be saved under ``name``, given without its ending."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


@permitted
@require_safe
def roster_form(request: StaffRequest) -> HttpResponseBase:
    return workbook_answer(form_files.roster_form(request.school, timezone.localdate()), "学生名册")


@permitted
@require_safe
def staff_form(request: StaffRequest) -> HttpResponseBase:
    return workbook_answer(form_files.staff_form(request.school, timezone.localdate()), "任课表")


@permitted
@require_safe
def groups_form(request: StaffRequest) -> HttpResponseBase:
    return workbook_answer(form_files.groups_form(request.school, timezone.localdate()), "小组名单")
