"""The class's page: where its sheet stands, who has not acted, and the buttons that move it on."""

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound, Step
from awards.opinions.page import opinions_beside
from awards.sheets.access import sheet_in_reach
from awards.sheets.contents import Contents
from awards.steps import closing
from awards.steps.counting import ItemCount
from awards.steps.forms import picks_in
from awards.steps.page import progress_page
from starrating.forms.shared import ReasonForm
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def progress(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _page(request, sheet_in_reach(request.standing, "awards:progress", pk))


def _page(request: StaffRequest, sheet: ClassRound, ties: Sequence[ItemCount] = ()) -> HttpResponseBase:
    contents, today = Contents.load(sheet), timezone.localdate()
    page = progress_page(contents, request.standing, today, ties=ties, picked=picks_in(request.POST))
    opinions = opinions_beside(contents, request.standing, today, "awards:progress")
    return render(request, "awards/steps/progress.html", {"page": page, "opinions": opinions})


@permitted_act
def close_step(request: StaffRequest, pk: int, step_pk: int) -> HttpResponseBase:
    """Close a step; where equal votes go across the last place, show who is to be picked from."""
    sheet = sheet_in_reach(request.standing, "awards:close_step", pk)
    step = _step(sheet, step_pk)
    ties: list[ItemCount] = []

    def act() -> str:
        try:
            closing.close(sheet, step, by=request.user, at=timezone.now(), picks=picks_in(request.POST))
        except closing.Tied as no:
            ties.extend(no.counts)
            raise
        return _("“%(step)s” is closed.") % {"step": step.name}

    tell(request, act)
    return _page(request, sheet, ties) if ties else _back(sheet)


@permitted_act
def reopen_step(request: StaffRequest, pk: int, step_pk: int) -> HttpResponseBase:
    sheet = sheet_in_reach(request.standing, "awards:reopen_step", pk)
    step = _step(sheet, step_pk)
    form = ReasonForm(request.POST, longest=200, needed=False)

    def act() -> str:
        closing.reopen(sheet, step, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        return _("“%(step)s” is open again.") % {"step": step.name}

    tell_if_valid(request, form, act)
    return _back(sheet)


def _step(sheet: ClassRound, step_pk: int) -> Step:
    return get_object_or_404(Step, pk=step_pk, scheme=sheet.round.term.pinned.scheme_id)


def _back(sheet: ClassRound) -> HttpResponseBase:
    return redirect(reverse("awards:progress", args=[sheet.pk]))
