"""The school's own words for its papers, edited beside the paper itself."""

import base64

from django.http import Http404, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import PaperKind
from reports.wording import verbs as wordings
from reports.wording.editor.forms import WordingForm
from reports.wording.editor.page import sample_picture, wording_page
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page


@permitted_page
def papers_wording(request: StaffRequest) -> HttpResponseBase:
    """Show which papers have words of their own."""
    return render(request, "reports/wording/editor/wordings.html", {"kinds": wordings.overview(request.school)})


@permitted_form
def wording(request: StaffRequest, kind: str) -> HttpResponseBase:
    """Edit one paper's words; the button that only looks shows the paper and keeps nothing."""
    paper = _paper(kind)
    data = request.POST if request.method == "POST" else None
    form = WordingForm(data, kind=paper, initial=wordings.wording_of(request.school, paper))
    if form.is_valid() and "look" not in request.POST:

        def act() -> str:
            wordings.edit(request.school, paper, form.cleaned_data, by=request.user, at=timezone.now())
            return _("Saved. Papers printed from now on use these words.")

        if tell(request, act):
            return redirect("reports:wording", paper.value)
    page = wording_page(request.school, paper, form)
    status = 400 if form.errors else 200
    return render(request, "reports/wording/editor/wording.html", {"page": page}, status=status)


@permitted_act
def wording_preview(request: StaffRequest, kind: str) -> HttpResponseBase:
    """Show the paper with the words as typed so far, for the picture beside the form; nothing is kept."""
    paper = _paper(kind)
    form = WordingForm(request.POST, kind=paper)
    if not form.is_valid():
        return JsonResponse({"problems": {part: list(errors) for part, errors in form.errors.items()}})
    content = sample_picture(request.school, paper, form.cleaned_data)
    return JsonResponse({"problems": {}, "picture": base64.b64encode(content).decode()})


@permitted_act
def restore_wording(request: StaffRequest, kind: str) -> HttpResponseBase:
    paper = _paper(kind)

    def act() -> str:
        wordings.restore(request.school, paper, by=request.user, at=timezone.now())
        return _("The original wording is back.")

    tell(request, act)
    return redirect("reports:wording", paper.value)


def _paper(kind: str) -> PaperKind:
    if kind not in PaperKind.values:
        raise Http404
    return PaperKind(kind)
