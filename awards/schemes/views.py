"""The scheme for everybody to read, and for the wall."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from awards.schemes import access as scheme_access
from awards.schemes.page import scheme_page
from students.permits.reach import StaffRequest, may_go, permitted_page


@permitted_page
def scheme(request: StaffRequest, term_pk: int | None = None) -> HttpResponseBase:
    school = scheme_access.school_to_read(request.user)
    version, term = scheme_access.scheme_to_read(school, term_pk, timezone.localdate())
    page = scheme_page(version, term) if version else None
    context = {
        "page": page,
        "may_begin": may_go(request.standing, "awards:schemes"),
        "may_print": may_go(request.standing, "reports:scheme_wall"),
    }
    return render(request, "awards/schemes/scheme.html", context)
