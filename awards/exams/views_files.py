"""The office's exams: the list, score files, the winners they give, their confirmation."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.exams import verbs as exams
from awards.exams.access import exams_of
from awards.exams.blank_form import exam_form
from awards.exams.forms import ExamFilesForm, TokenForm
from awards.exams.lists import ChampionsResource, ExamsResource
from awards.exams.pages import exam_rows, preview_page, unsealed
from awards.exams.score_files import rank_files
from awards.schemes.access import scheme_to_read
from starrating.forms import show_form
from starrating.refused import Refused
from starrating.spreadsheets.answers import workbook_answer
from starrating.spreadsheets.blank_forms import blank_form
from students.permits.answers import tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page


@permitted_page
def exam_list(request: StaffRequest) -> HttpResponseBase:
    table = ExamsResource().on_page(exam_rows(exams_of(request.school)))
    return render(request, "awards/exams/list.html", {"table": table})


@permitted_form
def exam_upload(request: StaffRequest) -> HttpResponseBase:
    """Rank the files and show the preview: they end with this request, only winners go on."""
    scheme, _term = scheme_to_read(request.school, None, timezone.localdate())
    form = ExamFilesForm(request.POST or None, request.FILES or None, scheme=scheme)
    if form.is_valid():
        given = form.cleaned_data
        try:
            spec = exams.exam_spec(
                request.school, kind=given["kind"].code, name=given["name"], held_on=given["held_on"], late=True
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            page = preview_page(spec, rank_files(form.content(), spec))
            winners = ChampionsResource(spec.term.school_year, takes_back=False)
            context = {"page": page, "added": winners.on_page(page.added), "removed": winners.on_page(page.removed)}
            return render(request, "awards/exams/preview.html", context, status=200 if page.token else 422)
    return show_form(request, "awards/exams/upload.html", form)


@permitted_act
def exam_confirm(request: StaffRequest) -> HttpResponseBase:
    form = TokenForm(request.POST)

    def act() -> str:
        sealed = unsealed(form.cleaned_data["token"], request.school, request.POST.getlist("tie"))
        if sealed is None:
            raise Refused(_("The preview is too old. Choose the files again."), code="stale")
        spec, results = sealed
        done = exams.confirm(spec, results, by=request.user, at=timezone.now())
        counts = {"name": spec.name, "posted": done.posted, "reversed": done.reversed_}
        return _("%(name)s: %(posted)d stars of champions posted, %(reversed)d reversed.") % counts

    return redirect("awards:exams" if tell_if_valid(request, form, act) else "awards:exam_upload")


@permitted_page
def exam_template(request: StaffRequest) -> HttpResponseBase:
    form = exam_form(request.school, timezone.localdate())
    return workbook_answer(blank_form(form), form.title)
