"""The empty forms as files."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from starrating.spreadsheets.answers import workbook_answer
from students.imports import blank_forms
from students.permits.reach import StaffRequest, permitted


@permitted
@require_safe
def roster_form(request: StaffRequest) -> HttpResponseBase:
    return workbook_answer(blank_forms.roster_form(request.school, timezone.localdate()), "学生名册")


@permitted
@require_safe
def staff_form(request: StaffRequest) -> HttpResponseBase:
    return workbook_answer(blank_forms.staff_form(request.school, timezone.localdate()), "任课表")


@permitted
@require_safe
def groups_form(request: StaffRequest) -> HttpResponseBase:
    return workbook_answer(blank_forms.groups_form(request.school, timezone.localdate()), "小组名单")
