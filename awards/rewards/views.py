"""The office's queue of rewards: handed out many at once, withdrawn or issued again one by one."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from awards.models import Entitlement
from awards.rewards import verbs as rewards
from awards.rewards.access import entitlement_of_school
from awards.rewards.eligibility import EligibilityResource, eligible_rows
from awards.rewards.forms import HandOutForm, QueueForm
from awards.rewards.lists import RewardsResource, RewardsToRead
from awards.rewards.page import entitlement_page, queue_page
from awards.rewards.undoing import handed_out
from awards.terms.access import term_of_school
from starrating.forms.shared import ReasonForm
from starrating.offers.acts import Done
from starrating.web.paging import page_of
from students.permits.answers import tell_if_valid
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_page

_FILTERS = ("kind", "school_class", "everything")


@permitted_page
def queue(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = term_of_school(request.school, term_pk)
    page = queue_page(term, QueueForm(request.GET, term=term))
    acts = may_go(request.standing, "awards:hand_out")
    table = RewardsResource() if acts else RewardsToRead()
    page_obj = page_of(page.rows, request)
    context = {"page": page, "page_obj": page_obj, "table": table.on_page(page_obj), "acts": acts}
    return render(request, "awards/rewards/queue.html", context)


@permitted_page
def eligible(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = term_of_school(request.school, term_pk)
    page_obj = page_of(eligible_rows(term), request)
    context = {"term": term, "page_obj": page_obj, "table": EligibilityResource().on_page(list(page_obj))}
    return render(request, "awards/rewards/eligibility.html", context)


@permitted_act
def hand_out(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = term_of_school(request.school, term_pk)
    form = HandOutForm(request.POST, term=term)

    def act() -> Done:
        chosen, now = [row.pk for row in form.cleaned_data["entitlements"]], timezone.now()
        if form.cleaned_data["all"]:
            chosen = queue_page(term, QueueForm(request.POST, term=term)).unflagged
        done = rewards.hand_out(term, chosen, by=request.user, at=now)
        sentence = ngettext("%(count)d marked as handed out.", "%(count)d marked as handed out.", done)
        return Done(sentence % {"count": done}, handed_out(term, chosen, by=request.user, at=now))

    tell_if_valid(request, form, act)
    shown = {name: request.POST[name] for name in _FILTERS if request.POST.get(name)}
    return redirect(f"{reverse('awards:entitlements', args=[term.pk])}?{urlencode(shown)}")


@permitted_page
def entitlement(request: StaffRequest, pk: int) -> HttpResponseBase:
    page = entitlement_page(entitlement_of_school(request.school, pk))
    return render(request, "awards/rewards/entitlement.html", {"page": page, "form": ReasonForm()})


@permitted_act
def withdraw(request: StaffRequest, pk: int) -> HttpResponseBase:
    row = entitlement_of_school(request.school, pk)

    def act(reason: str) -> str:
        rewards.withdraw(row, reason=reason, by=request.user, at=timezone.now())
        return _("Withdrawn; the reason stays on record.")

    return _with_reason(request, row, act)


@permitted_act
def reissue(request: StaffRequest, pk: int) -> HttpResponseBase:
    row = entitlement_of_school(request.school, pk)

    def act(reason: str) -> str:
        rewards.reissue(row, reason=reason, by=request.user, at=timezone.now())
        return _("Back in the queue; the reason stays on record.")

    return _with_reason(request, row, act)


def _with_reason(request: StaffRequest, row: Entitlement, act: Callable[[str], str]) -> HttpResponseBase:
    form = ReasonForm(request.POST)
    tell_if_valid(request, form, lambda: act(form.cleaned_data["reason"]))
    return redirect("awards:entitlement", row.pk)
