"""Papers to print and files to take away. A file is asked for by POST: taking it leaves a trace."""

import io

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import access, file_names
from reports.background import made_by_worker
from reports.files import attachment, safe_name, table_file
from reports.printing.page import ledger_form, papers_page
from reports.terms import exports
from starrating.spreadsheets import workbooks
from students.permits.answers import tell_errors
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def papers(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    term = access.chosen_term(request.school, today, request.GET.get("term", ""))
    page = papers_page(request.school, term, request.standing, today)
    return render(request, "reports/printing/papers.html", {"page": page})


@permitted_act
def term_workbook(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    """Give a homeroom teacher the own class's workbook at once; the whole school's is made by the worker."""
    term = access.term_to_export(request.school, term_pk)
    own = access.classes_to_export(request.standing)
    if own is None:
        title = _("%(term)s: term workbook") % {"term": term.name}
        return made_by_worker(request, "workbook", {"term": term.pk}, title)
    stream = io.BytesIO()
    exports.term_workbook(term, stream, class_pks=own, by=request.user, at=timezone.now())
    name = file_names.workbook(term)
    return attachment(stream.getvalue(), f"{safe_name(name)}.xlsx", workbooks.CONTENT_TYPE)


@permitted_act
def ledger_file(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    """Send the ledger as filtered on the page, for the classes that somebody may take away."""
    term = access.term_to_export(request.school, term_pk)
    form = ledger_form(term, request.standing, request.POST)
    if form is None:
        raise PermissionDenied
    if not form.is_valid():
        tell_errors(request, form)
        return redirect("reports:papers")
    now = timezone.now()
    entries = form.entries(access.entries_to_export(request.standing, term))
    dataset = exports.ledger(term, entries, by=request.user, at=now)
    name, title = safe_name(file_names.ledger(term)), f"{term.name} {dataset.title}"
    return table_file(dataset, form.cleaned_data["format"], name, title=title, by=request.user, at=now)
