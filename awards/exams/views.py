"""Exams on screen: read from score files, announced, winners typed in or taken back, moved, called off."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.exams import entry as exam_entry, verbs as exams
from awards.exams.access import champion_for, exam_for, exams_of
from awards.exams.forms import AnnounceForm, ExamFilesForm, MoveForm, TokenForm, WinnersForm
from awards.exams.lists import ChampionsResource, ExamsResource
from awards.exams.page import exam_page, exam_rows, preview_page, unsealed
from awards.exams.score_files import exam_form, rank_files
from awards.models import Exam
from awards.schemes.access import scheme_to_read
from starrating.forms.fields import show_form
from starrating.forms.shared import ReasonForm
from starrating.refused import Refused
from starrating.spreadsheets.blank_forms import blank_form
from starrating.spreadsheets.workbooks import workbook_answer
from starrating.web.paging import SHORT_ROWS, page_of
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.meanings import meanings_of
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
        return _("Champion stars recorded: %(posted)d, reversed: %(reversed)d.") % counts

    tell(request, act)
    return redirect("awards:exam", found.pk)


@permitted_act
def champion_remove(request: StaffRequest, pk: int) -> HttpResponseBase:
    champion = champion_for(request.school, pk)

    def act() -> str:
        exam_entry.remove_winner(champion, by=request.user, at=timezone.now())
        return _("The star is revoked; the entry and the reason stay on record.")

    tell(request, act)
    return redirect("awards:exam", champion.exam_id)


@permitted_act
def exam_move(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = exam_for(request.school, pk)
    form = MoveForm(request.POST, exam=found)

    def act() -> str:
        moved = exams.move(found, form.cleaned_data["round"], by=request.user, at=timezone.now())
        return _("The stars of this exam count in %(round)s.") % {"round": moved.round.name}

    tell_if_valid(request, form, act)
    return redirect("awards:exam", found.pk)


@permitted_act
def exam_call_off(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = exam_for(request.school, pk)
    form = ReasonForm(request.POST)

    def act() -> str:
        exams.call_off(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("The exam is cancelled.")

    tell_if_valid(request, form, act)
    return redirect("awards:exam", found.pk)


def _page(request: StaffRequest, found: Exam, winners: WinnersForm, *, status: int = 200) -> HttpResponseBase:
    page = exam_page(found)
    page_obj = page_of(page.winners, request, SHORT_ROWS)
    context = {
        "page": page,
        "page_obj": page_obj,
        "champions": ChampionsResource(found.term.school_year, takes_back=page.enters).on_page(page_obj),
        "winners_form": winners,
        "move_form": MoveForm(initial={"round": found.round_id}, exam=found, auto_id="move_%s"),
        "call_off_form": ReasonForm(auto_id="call_off_%s"),
    }
    return render(request, "awards/exams/exam.html", context, status=status)


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
            asked = Asked(request.school, request.user, timezone.now(), {"hidden": given["hidden"]})
            meanings = meanings_of(asked, "exam")
            page = preview_page(spec, rank_files(form.content(), spec, meanings))
            winners = ChampionsResource(spec.term.school_year, takes_back=False)
            added, removed = page.changes.added, page.changes.removed
            context = {"page": page, "added": winners.on_page(added), "removed": winners.on_page(removed)}
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
        return _("%(name)s, champion stars recorded: %(posted)d, reversed: %(reversed)d.") % counts

    return redirect("awards:exams" if tell_if_valid(request, form, act) else "awards:exam_upload")


@permitted_page
def exam_template(request: StaffRequest) -> HttpResponseBase:
    form = exam_form(request.school, timezone.localdate())
    return workbook_answer(blank_form(form), form.title)
