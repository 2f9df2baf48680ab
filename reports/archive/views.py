"""Settled terms: to look into, and to take away as a package."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reports import access
from reports.archive.page import archive_page
from reports.background import made_by_worker
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def archive(request: StaffRequest) -> HttpResponseBase:
    """Show the term in which a grade was last settled, or what the archive is where none is yet."""
    terms = access.terms_of(request.school)
    latest = terms.with_settled_grades().first()
    if latest is not None:
        return redirect("reports:archive_of_term", latest.pk)
    return render(request, "reports/archive/archive.html", {"page": archive_page(terms, None)})


@permitted_page
def archive_of_term(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    terms = access.terms_of(request.school)
    term = access.settled_term(request.school, term_pk)
    page = archive_page(terms, term, request.GET.get("pupil", ""))
    return render(request, "reports/archive/archive.html", {"page": page})


@permitted_act
def archive_package(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    """Send the whole term as a checked package of plain files; who took it stays on record."""
    term = access.settled_term(request.school, term_pk)
    title = _("%(term)s: archive") % {"term": term.name}
    return made_by_worker(request, "archive", {"term": term.pk}, title)
