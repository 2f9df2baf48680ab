"""One exam on screen: announced, its winners typed in or taken back, moved to another round, called off."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.exams import entry as exam_entry, verbs as exams
from awards.exams.access import champion_for, exam_for
from awards.exams.forms import AnnounceForm, CallOffForm, MoveForm, WinnersForm
from awards.exams.lists import ChampionsResource
from awards.exams.pages import exam_page
from awards.models import Exam
from awards.schemes.access import scheme_to_read
from starrating.forms import show_form
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page


@permitted_form
def exam_announce(request: StaffRequest) -> HttpResponseBase:
    scheme, _term = scheme_to_read(request.school, None, timezone.localdate())
    form = AnnounceForm(request.POST or None, scheme=scheme)

    def act() -> str:
        given = form.cleaned_data
        kind = given["kind"].code
        spec = exams.exam_spec(request.school, kind=kind, name=given["name"], held_on=given["held_on"])
        exams.announce(spec, by=request.user, at=timezone.now())
        return _("%(name)s is on record; its results are pending.") % {"name": spec.name}

    if form.is_valid() and tell(request, act):
        return redirect("awards:exams")
    return show_form(request, "awards/exams/announce.html", form)


@permitted_page
def exam(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = exam_for(request.school, pk)
    return _page(request, found, WinnersForm(exam=found))


@permitted_act
def exam_winners(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Enter typed winners; names that are not certain bring the page back with what was typed."""
    found = exam_for(request.school, pk)
    form = WinnersForm(request.POST, exam=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)

    def act() -> str:
        done = exam_entry.enter_winners(found, form.wins(), by=request.user, at=timezone.now())
        counts = {"posted": done.posted, "reversed": done.reversed_}
        return _("%(posted)d stars of champions posted, %(reversed)d reversed.") % counts

    tell(request, act)
    return redirect("awards:exam", found.pk)


@permitted_act
def champion_remove(request: StaffRequest, pk: int) -> HttpResponseBase:
    champion = champion_for(request.school, pk)

    def act() -> str:
        exam_entry.remove_winner(champion, by=request.user, at=timezone.now())
        return _("The star is taken back; the entry and the reason stay on record.")

    tell(request, act)
    return redirect("awards:exam", champion.exam_id)


@permitted_act
def exam_move(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = exam_for(request.school, pk)
    form = MoveForm(request.POST, exam=found)

    def act() -> str:
        moved = exams.move(found, form.cleaned_data["round"], by=request.user, at=timezone.now())
        return _("The stars of this exam count in round %(round)s.") % {"round": moved.round.label}

    tell_if_valid(request, form, act)
    return redirect("awards:exam", found.pk)


@permitted_act
def exam_call_off(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = exam_for(request.school, pk)
    form = CallOffForm(request.POST)

    def act() -> str:
        exams.call_off(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("The exam is called off.")

    tell_if_valid(request, form, act)
    return redirect("awards:exam", found.pk)


def _page(request: StaffRequest, found: Exam, winners: WinnersForm, *, status: int = 200) -> HttpResponseBase:
    page = exam_page(found)
    context = {
        "page": page,
        "champions": ChampionsResource(found.term.school_year, takes_back=page.enters).on_page(page.winners),
        "winners_form": winners,
        "move_form": MoveForm(initial={"round": found.round_id}, exam=found, auto_id="move_%s"),
        "call_off_form": CallOffForm(auto_id="call_off_%s"),
    }
    return render(request, "awards/exams/exam.html", context, status=status)
