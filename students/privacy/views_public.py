"""A school's rules of data processing, for everybody and without sign-in."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from starrating.web.public import public
from students.models import DataRules, School
from students.privacy.rules import in_force, parts_of, shipped_text


@public
@require_safe
def schools(request: HttpRequest) -> HttpResponseBase:
    """Lead to the one school's rules; where there are several, to each."""
    found = list(School.objects.order_by("name"))
    if len(found) == 1:
        return redirect("students:rules", found[0].code)
    return render(request, "students/privacy/schools.html", {"schools": found})


@public
@require_safe
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is in force today."""
    school = get_object_or_404(School, code=code)
    return _page(request, school, in_force(school, timezone.localdate()))


@public
@require_safe
def rules_then(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Show one version, for whoever agreed to it."""
    school = get_object_or_404(School, code=code)
    return _page(request, school, get_object_or_404(DataRules, school=school, version=version))


def _page(request: HttpRequest, school: School, shown: DataRules | None) -> HttpResponse:
    versions = list(DataRules.objects.filter(school=school))
    context = {
        "school": school,
        "shown": shown,
        "is_current": shown is None or shown.version == versions[0].version,
        "parts": parts_of(shown.text if shown else shipped_text(school)),
        "versions": versions,
    }
    return render(request, "students/privacy/rules.html", context)
