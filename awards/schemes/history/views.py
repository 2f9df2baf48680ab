"""What applied before and what changed, for everybody to read and for the wall."""

from django.http import HttpResponseBase
from django.shortcuts import render

from awards.schemes import access as scheme_access
from awards.schemes.history.page import history
from awards.schemes.page import scheme_page
from students.permits.reach import StaffRequest, permitted_page


@permitted_page
def scheme_history(request: StaffRequest) -> HttpResponseBase:
    school = scheme_access.school_to_read(request.user)
    return render(request, "awards/schemes/history/page.html", {"school": school, "versions": history(school)})


@permitted_page
def scheme_published(request: StaffRequest, version_pk: int) -> HttpResponseBase:
    school = scheme_access.school_to_read(request.user)
    version = scheme_access.published_to_read(school, version_pk)
    return render(request, "awards/schemes/history/version.html", {"page": scheme_page(version, None)})
