"""The list of imports, the page of one, and taking it back."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from starrating.web.paging import page_of
from students.imports.history.access import visible
from students.imports.history.forms import HistoryForm, TakeBackForm
from students.imports.history.lists import ImportsResource
from students.imports.history.page import imports_asked, kinds, run_page, run_rows, said_of
from students.imports.history.verbs import take_back
from students.models import FileImport
from students.permits.answers import tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def imports(request: StaffRequest) -> HttpResponseBase:
    form = HistoryForm(request.GET or None, kinds=list(kinds().items()))
    found = imports_asked(form, request.school, request.standing, request.user)
    page_obj = page_of(found, request)
    table = ImportsResource().on_page(run_rows(page_obj.object_list))
    return render(request, "students/imports/history.html", {"form": form, "page_obj": page_obj, "table": table})


@permitted_page
def file_import(request: StaffRequest, pk: int) -> HttpResponseBase:
    run = _run(request, pk)
    page = run_page(run, request.standing, by=request.user, at=timezone.now())
    form = TakeBackForm(initial={"digest": page.undo.digest}) if page.undo else None
    return render(request, "students/imports/file_import.html", {"page": page, "form": form})


@permitted_act
def take_back_import(request: StaffRequest, pk: int) -> HttpResponseBase:
    run = _run(request, pk)
    form = TakeBackForm(request.POST)

    def act() -> str:
        said = form.cleaned_data
        undo = take_back(run, reason=said["reason"], digest=said["digest"], by=request.user, at=timezone.now())
        return said_of(undo)

    tell_if_valid(request, form, act)
    return redirect("students:file_import", run.pk)


def _run(request: StaffRequest, pk: int) -> FileImport:
    """Fetch an import that one may see, or 404."""
    rows = visible(request.standing, request.school, request.user)
    return get_object_or_404(rows.select_related("by", "taken_back_by", "school"), pk=pk)
