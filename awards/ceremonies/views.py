"""Ceremonies on screen: planned and changed, ticked, replies recorded, closed or cancelled."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from awards.ceremonies import recording, verbs
from awards.ceremonies.access import ceremonies_of, ceremony_of_school
from awards.ceremonies.forms import CeremonyForm, TicksForm, answers_in
from awards.ceremonies.lists import CallListResource, CeremoniesResource, InvitationsResource, MissingResource
from awards.ceremonies.page import ceremony_page, ceremony_rows, missing_rows
from awards.ceremonies.undoing import handed_out
from awards.rules.ceremonies import MOST_GUESTS, Reply
from starrating.forms.fields import show_form
from starrating.forms.shared import ReasonForm
from starrating.offers.acts import Done
from starrating.web.paging import SHORT_ROWS, page_of
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page


@permitted_page
def ceremony_list(request: StaffRequest) -> HttpResponseBase:
    missing = missing_rows(request.school, request.reach, timezone.localdate())
    shown = page_of(missing, request)
    context = {
        "table": CeremoniesResource().on_page(ceremony_rows(ceremonies_of(request.school), request.school)),
        "missing": MissingResource().on_page(shown) if missing else None,
        "page_obj": shown,
        "plans": request.reach.whole_school,
    }
    return render(request, "awards/ceremonies/list.html", context)


@permitted_form
def ceremony_plan(request: StaffRequest) -> HttpResponseBase:
    form = CeremonyForm(request.POST or None, school=request.school)

    def act() -> str:
        now = timezone.now()
        planned = verbs.plan(request.school, form.facts(), form.honoured(), by=request.user, at=now)
        return _("%(name)s is planned; what it honours has joined it.") % {"name": planned.title}

    if form.is_valid() and tell(request, act, form):
        return redirect("awards:ceremonies")
    return show_form(request, "awards/ceremonies/plan.html", form)


@permitted_page
def ceremony(request: StaffRequest, pk: int) -> HttpResponseBase:
    page = ceremony_page(ceremony_of_school(request.school, pk), request.reach, timezone.localdate())
    called = page_of(page.calls, request, SHORT_ROWS)
    invited = page_of(page.invited, request, SHORT_ROWS, name="invited")
    context = {
        "page": page,
        "called": called,
        "invited": invited,
        "calls": CallListResource(page).on_page(called),
        "invitations": InvitationsResource().on_page(invited),
        "replies": Reply.choices,
        "most_guests": MOST_GUESTS,
    }
    return render(request, "awards/ceremonies/ceremony.html", context)


@permitted_form
def ceremony_change(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = ceremony_of_school(request.school, pk)
    form = CeremonyForm(request.POST or None, school=request.school, ceremony=found)

    def act() -> str:
        verbs.change(found, form.facts(), form.honoured(), by=request.user, at=timezone.now())
        return _("The ceremony is changed. Invitations printed before are told on its page.")

    if form.is_valid() and tell(request, act, form):
        return redirect("awards:ceremony", pk)
    return show_form(request, "awards/ceremonies/change.html", form, ceremony=found)


@permitted_act
def ceremony_cancel(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = ceremony_of_school(request.school, pk)
    form = ReasonForm(request.POST)

    def act() -> str:
        verbs.cancel(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("The ceremony is cancelled. Its rewards join the next one that fits.")

    tell_if_valid(request, form, act)
    return redirect("awards:ceremony", pk)


@permitted_act
def ceremony_hand_out(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = ceremony_of_school(request.school, pk)
    form = TicksForm(request.POST, school=request.school)

    def act() -> Done:
        chosen, now = form.chosen(), timezone.now()
        if form.cleaned_data["all"]:
            chosen = ceremony_page(found, request.reach, timezone.localdate()).waiting
        done = recording.hand_out(found, chosen, by=request.user, at=now)
        sentence = ngettext("%(count)d marked as handed out.", "%(count)d marked as handed out.", done)
        return Done(sentence % {"count": done}, handed_out(found, chosen, by=request.user, at=now))

    tell_if_valid(request, form, act)
    return _back_to_rows(request, pk)


@permitted_act
def ceremony_take_back(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = ceremony_of_school(request.school, pk)
    form = TicksForm({"entitlements": request.POST.getlist("taken_back")}, school=request.school)

    def act() -> str:
        recording.take_back(found, form.chosen(), by=request.user, at=timezone.now())
        return _("Undone: it is due again.")

    tell_if_valid(request, form, act)
    return _back_to_rows(request, pk)


@permitted_act
def ceremony_replies(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = ceremony_of_school(request.school, pk)
    answers = answers_in(request.POST.dict())
    if answers is None:
        messages.error(request, _("One of the lines says what cannot be. Choose a reply, and give a number of guests."))
        return _back_to_rows(request, pk)

    def act() -> str:
        new = recording.record_replies(found, answers, by=request.user, at=timezone.now())
        if not new:
            return _("No reply has changed.")
        return ngettext("%(count)d reply was recorded.", "%(count)d replies were recorded.", new) % {"count": new}

    tell(request, act)
    return _back_to_rows(request, pk)


@permitted_act
def ceremony_close(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = ceremony_of_school(request.school, pk)

    def act() -> str:
        missed = verbs.close(found, by=request.user, at=timezone.now())
        if not missed:
            return _("The ceremony is closed. Everything was handed out.")
        sentence = ngettext(
            "The ceremony is closed. %(count)d paper was not handed out; it joins the next ceremony that fits.",
            "The ceremony is closed. %(count)d papers were not handed out; they join the next ceremony that fits.",
            missed,
        )
        return sentence % {"count": missed}

    tell(request, act)
    return redirect("awards:ceremony", pk)


def _back_to_rows(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Return to the page of the list on which something was done."""
    shown = {name: request.POST[name] for name in ("page", "invited") if name in request.POST}
    return redirect(f"{reverse('awards:ceremony', args=[pk])}?{urlencode(shown)}")
