"""The homeroom teacher's shortlist: the committee's order, and changes from it with one line of reason each."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.deeds.beside import deeds_to_read
from awards.entry import review
from awards.entry.forms import NominateForm
from awards.entry.shortlist_page import Nominating, shortlist_of
from awards.models import ClassRound, Nomination, StarItem
from awards.opinions.page import opinions_beside
from awards.sheets.access import class_round_for_review
from awards.sheets.contents import Contents
from starrating.forms.shared import ReasonForm
from students.models import Student
from students.names.typed import TypedNames, picks_in, read_typed
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def shortlist(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = class_round_for_review(request.standing, pk)
    return _page(request, found, Contents.load(found), None)


@permitted_act
def strike_line(request: StaffRequest, pk: int, line_pk: int) -> HttpResponseBase:
    def act(line: Nomination, reason: str) -> str:
        review.strike(line, reason=reason, by=request.user, at=timezone.now())
        return _("%(name)s is taken off %(star)s.") % {"name": line.student.name, "star": line.item.name}

    return _change(request, pk, line_pk, act)


@permitted_act
def restore_line(request: StaffRequest, pk: int, line_pk: int) -> HttpResponseBase:
    def act(line: Nomination, reason: str) -> str:
        review.restore(line, reason=reason, by=request.user, at=timezone.now())
        return _("%(name)s is back under %(star)s.") % {"name": line.student.name, "star": line.item.name}

    return _change(request, pk, line_pk, act)


@permitted_act
def nominate(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Nominate one pupil by name, initials or seat; who is not certain is asked about, with what was typed kept."""
    found = class_round_for_review(request.standing, pk)
    form = NominateForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    contents = Contents.load(found)
    item = contents.items.get(form.cleaned_data["item"])
    if item is None:
        return HttpResponseBadRequest()
    reading = read_typed(contents.roster, form.cleaned_data["names"], picks_in(request.POST.getlist("pick")))
    if len(reading.people) != 1 or reading.asks:
        return _page(request, found, contents, _asked(form, reading), status=422)
    student = get_object_or_404(Student, pk=reading.people[0].pk, school=found.school_class.school_id)

    def act() -> str:
        review.nominate(found, student, item, statement=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("%(name)s is nominated for %(star)s.") % {"name": student.name, "star": item.name}

    if tell(request, act):
        return redirect(_address(request, pk, item))
    again = Nominating(item.pk, form.cleaned_data["names"], form.cleaned_data["reason"])
    return _page(request, found, contents, again, status=422)


def _change(request: StaffRequest, pk: int, line_pk: int, act: Callable[[Nomination, str], str]) -> HttpResponseBase:
    found = class_round_for_review(request.standing, pk)
    line = get_object_or_404(Nomination.objects.select_related("student", "item"), pk=line_pk, class_round=found)
    form = ReasonForm(request.POST, longest=None, needed=False)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    tell(request, lambda: act(line, reason))
    return redirect(_address(request, pk, line.item))


def _asked(form: NominateForm, reading: TypedNames) -> Nominating:
    questions = reading.questions
    error = "" if questions else _("Name one pupil, by name, initials or seat.")
    return Nominating(
        item_pk=form.cleaned_data["item"],
        names=form.cleaned_data["names"],
        reason=form.cleaned_data["reason"],
        question=questions[0] if questions else None,
        error=error,
    )


def _page(
    request: StaffRequest, found: ClassRound, contents: Contents, nominating: Nominating | None, status: int = 200
) -> HttpResponse:
    roles = request.standing.toward(found.school_class)
    beside = deeds_to_read(found, request.standing, list(contents.people))
    page = shortlist_of(contents, user=request.user, roles=roles, nominating=nominating, beside=beside)
    words = {"class": found.class_name, "round": found.round.name}
    title = _("%(class)s, %(round)s: shortlist") % words
    opinions = opinions_beside(contents, request.standing, timezone.localdate(), "awards:shortlist")
    context = {"shortlist": page, "title": title, "sheet": found, "opinions": opinions}
    return render(request, "awards/entry/shortlist/page.html", context, status=status)


def _address(request: StaffRequest, pk: int, item: StarItem) -> str:
    """Lead back to where the form stood: the class's sheet shows the shortlist as well."""
    page = "awards:sheet" if request.POST.get("back") == "sheet" else "awards:shortlist"
    return reverse(page, args=[pk], fragment=f"star-{item.pk}")
