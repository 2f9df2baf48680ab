"""A pupil's own pages of the month: choose stars, set goals, see what becomes of them."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.deeds.access import own_deed
from awards.models import ClassRound, StarItem
from awards.sheets.stage import Stage
from awards.steps.pupil import declarations
from awards.steps.pupil.access import class_has_sheet, own_sheet, own_sheets
from awards.steps.pupil.forms import DeclareForm, goals_in
from awards.steps.pupil.page import Typed, pupil_month, sheet_to_show
from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from starrating.web.keys import key_in
from students.models import Student
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_page

# Months that a pupil still asks about; what they came to stands under the own stars.
MONTHS_SHOWN = 6


@permitted_page
def my_month(request: StaffRequest) -> HttpResponseBase:
    """Show the month to choose in, or another one by ``?month=``."""
    asked = request.GET.get("month", "")
    return _page(request, wanted=key_in(asked))


@permitted_act
def declare(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Save all ticks of the page at once: what fits is saved, and what does not is shown again with why."""
    sheet = own_sheet(request.standing, pk, timezone.localdate())
    form = DeclareForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    items = StarItem.objects.of_round(sheet.round)
    wishes = form.wishes(
        [item.pk for item in items], own_deed(request.standing, sheet.round, form.cleaned_data["deed"])
    )

    def act() -> dict[str, object]:
        done = declarations.declare_all(sheet, _student(request), wishes, by=request.user, at=timezone.now())
        return {"refused": {str(wish.item_pk): no.message for wish, no in done.refused.items()}}

    try:
        answer = once(request.user, sent_key(request), act)
    except Refused as no:
        messages.error(request, no.message)
        return _back(sheet)
    refused = answer["refused"]
    if not isinstance(refused, dict) or not refused:
        messages.success(request, _("Saved. You can still change it until choosing is over."))
        return _back(sheet)
    typed = Typed(
        ticked={wish.item_pk for wish in wishes if wish.wanted},
        statements={wish.item_pk: wish.statement for wish in wishes if wish.wanted},
        refusals={int(item_pk): str(message) for item_pk, message in refused.items()},
    )
    return _page(request, wanted=pk, typed=typed)


@permitted_act
def set_goals(request: StaffRequest, pk: int) -> HttpResponseBase:
    sheet = own_sheet(request.standing, pk, timezone.localdate())
    goals = goals_in(request.POST)
    chosen = [item for item in StarItem.objects.of_round(sheet.round) if item.pk in goals]

    def act() -> str:
        declarations.set_goals(sheet, _student(request), chosen, by=request.user, at=timezone.now())
        return _("Your goals are saved.") if chosen else _("You have no goals for this month now.")

    tell(request, act)
    return _back(sheet)


def _page(request: StaffRequest, *, wanted: int | None, typed: Typed | None = None) -> HttpResponseBase:
    day = timezone.localdate()
    sheets = list(own_sheets(request.standing, day)[:MONTHS_SHOWN])
    stages = Stage.of_sheets(sheets)
    found = next((sheet for sheet in sheets if sheet.pk == wanted), None) or sheet_to_show(sheets, stages)
    if found is None:
        return render(request, "awards/steps/pupil/no_month.html", {"why": _why_nothing(request, day)})
    page = pupil_month(found, sheets, stages[found.pk], request.standing, day, typed)
    return render(request, "awards/steps/pupil/month.html", {"page": page}, status=422 if typed else 200)


def _why_nothing(request: StaffRequest, day: dt.date) -> str:
    if not request.standing.pupil_in:
        return "no_class"
    return "leaving" if class_has_sheet(request.standing, day) else "no_sheet"


def _student(request: StaffRequest) -> Student:
    student = request.user.student
    assert student is not None, "the table of permits lets pupils' accounts only come here"  # noqa: S101
    return student


def _back(sheet: ClassRound) -> HttpResponseBase:
    return redirect(reverse("awards:my_month", query={"month": sheet.pk}))
