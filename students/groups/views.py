"""Groups of a class and its star committee, arranged by the homeroom teacher."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from students.classes.access import class_within
from students.groups import committee, verbs
from students.groups.forms import GroupNameForm, NamesForm
from students.groups.page import Box, asked, groups_page
from students.models import CommitteeMember, Enrolment, SchoolClass, Student, StudentGroup
from students.names.people import Roster
from students.names.typed import TypedNames, read_typed
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_page
from students.school.terms import shown_day


@permitted_page
def groups(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _page(request, _class(request, pk))


@permitted_act
def group_add(request: StaffRequest, pk: int) -> HttpResponseBase:
    school_class, form = _class(request, pk), GroupNameForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()

    def act() -> int:
        return verbs.make_group(school_class, form.cleaned_data["name"], by=request.user, at=timezone.now()).pk

    made = _done(request, act)
    return _back(school_class, f"group-{made}" if made else "new-group")


@permitted_act
def group_rename(request: StaffRequest, pk: int) -> HttpResponseBase:
    group, form = _group(request, pk), GroupNameForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()

    def act() -> int:
        return verbs.rename_group(group, form.cleaned_data["name"], by=request.user, at=timezone.now()).pk

    _done(request, act)
    return _back(group.school_class, f"group-{pk}")


@permitted_act
def group_members(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Put a typed line of pupils into the group; ``remove`` takes one out."""
    group, form = _group(request, pk), NamesForm(request.POST)

    def act(students: list[Student], day: dt.date) -> None:
        verb = verbs.take_out if form.cleaned_data["remove"] else verbs.put_in_group
        verb(group, students, on=day, by=request.user, at=timezone.now())

    return _typed(request, group.school_class, f"group-{pk}", form, act)


@permitted_act
def group_leader(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Let one of the group lead it: typed, or chosen as ``leader``; ``remove``: nobody does."""
    group, form = _group(request, pk), NamesForm(request.POST)

    def act(students: list[Student], day: dt.date) -> None:
        if form.cleaned_data["remove"]:
            verbs.end_leader(group, on=day, by=request.user, at=timezone.now())
        else:
            verbs.name_leader(group, students[0], on=day, by=request.user, at=timezone.now())

    return _typed(request, group.school_class, f"group-{pk}", form, act)


@permitted_act
def committee_members(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Name cadres by a typed line; ``remove`` is the row of one who sits on the committee no longer."""
    school_class, form = _class(request, pk), NamesForm(request.POST)
    row = form.cleaned_data["remove"] if form.is_valid() else None
    if row:
        member = get_object_or_404(CommitteeMember, pk=row, school_class=school_class)
        _done(request, lambda: _ended(request, member))
        return _back(school_class, "committee")

    def act(students: list[Student], day: dt.date) -> None:
        for student in students:
            committee.name_member(school_class, student, on=day, by=request.user, at=timezone.now())

    return _typed(request, school_class, "committee", form, act)


def _ended(request: StaffRequest, member: CommitteeMember) -> int:
    committee.end_member(member, on=_day(request), by=request.user, at=timezone.now())
    return member.pk


def _typed(
    request: StaffRequest,
    school_class: SchoolClass,
    box: str,
    form: NamesForm,
    act: Callable[[list[Student], dt.date], None],
) -> HttpResponseBase:
    """Do once what a typed line of names asks for, and go back to where it was typed.

    What could not be read stays in its ``box``, and so does all of what was refused.
    """
    if not form.is_valid():
        return HttpResponseBadRequest()
    day, refusal = _day(request), ""
    names, students = _read(school_class, day, form)

    def done() -> dict[str, object]:
        act(students, day)
        return {}

    if students:
        try:
            once(request.user, sent_key(request), done)
        except Refused as no:
            refusal = no.message
    if refusal or names.asks:
        return _page(request, school_class, {box: asked(names, refusal)})
    return _back(school_class, box)


def _class(request: StaffRequest, pk: int) -> SchoolClass:
    return class_within(request.school, request.reach, pk)


def _group(request: StaffRequest, pk: int) -> StudentGroup:
    found = StudentGroup.objects.filter(school_class__school=request.school).select_related("school_class__school")
    return get_object_or_404(found.filter(request.reach.within("school_class")), pk=pk)


def _day(request: StaffRequest) -> dt.date:
    return shown_day(request.school, timezone.localdate())[1]


def _read(school_class: SchoolClass, day: dt.date, form: NamesForm) -> tuple[TypedNames, list[Student]]:
    """Read who is meant, in the order typed, and what must be asked about."""
    places = list(Enrolment.objects.of_class(school_class, day))
    students = {place.student_id: place.student for place in places}
    chosen = form.cleaned_data["remove"] or form.cleaned_data["leader"]
    if chosen:
        return TypedNames(), [students[chosen]] if chosen in students else []
    names = read_typed(Roster(place.person for place in places), form.cleaned_data["names"], form.picks)
    return names, [students[person.pk] for person in names.people]


def _done(request: StaffRequest, act: Callable[[], int]) -> int:
    """Do it once; a refusal is shown as a message, and gives 0."""
    try:
        return int(str(once(request.user, sent_key(request), lambda: {"done": act()})["done"]))
    except Refused as no:
        messages.error(request, no.message)
        return 0


def _page(request: StaffRequest, school_class: SchoolClass, boxes: dict[str, Box] | None = None) -> HttpResponseBase:
    page = groups_page(school_class, timezone.localdate(), boxes)
    context = {"page": page, "may_import": may_go(request.standing, "students:groups_upload")}
    return render(request, "students/groups/groups.html", context, status=422 if boxes else 200)


def _back(school_class: SchoolClass, fragment: str) -> HttpResponseBase:
    return redirect(reverse("students:groups", args=[school_class.pk], fragment=fragment))
