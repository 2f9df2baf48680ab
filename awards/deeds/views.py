"""Facts on screen: noted by who teaches a class, by pupils about themselves, read again for the remarks."""

from collections.abc import Sequence

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.deeds import verbs
from awards.deeds.access import deed_to_mend
from awards.deeds.forms import ClassDeedForm, DeedForm
from awards.deeds.page import class_page, class_to_note_in, own_page, people_of, term_deeds as gather_term
from awards.deeds.verbs import running_term
from starrating.joiners import in_a_row
from starrating.web.paging import SHORT_ROWS, page_of
from students.classes.access import class_within
from students.models import SchoolClass, Student
from students.names.people import Roster
from students.names.typed import Question, picks_in, read_typed
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def deeds(request: StaffRequest) -> HttpResponseBase:
    """Show the class in which the reader noted last."""
    classes = _classes(request)
    found = class_to_note_in(classes, request.user, request.standing, timezone.localdate())
    if found is None:
        raise Http404
    return _class_page(request, found, classes=classes)


@permitted_page
def class_deeds(request: StaffRequest, class_pk: int) -> HttpResponseBase:
    return _class_page(request, class_within(request.school, request.reach, class_pk))


@permitted_act
def note_deed(request: StaffRequest, class_pk: int) -> HttpResponseBase:
    """Note a fact; who is not certain is asked about, and what was typed stays in its boxes."""
    school_class = class_within(request.school, request.reach, class_pk)
    form = ClassDeedForm(request.POST, term=running_term(request.school, timezone.localdate()))
    if not form.is_valid():
        return _class_page(request, school_class, form)
    roster = Roster(people_of(school_class, form.cleaned_data["on"]))
    typed = read_typed(roster, form.cleaned_data["names"], picks_in(request.POST.getlist("pick")))
    if typed.asks or not typed.people:
        return _class_page(request, school_class, form, next(iter(typed.questions), None))
    keys = [person.pk for person in typed.people]
    pupils = list(Student.objects.filter(pk__in=keys, school=request.school))

    def act() -> str:
        done = verbs.note(school_class, pupils, form.said(), by=request.user, at=timezone.now())
        return _answer(done)

    if tell(request, act, form):
        return redirect("awards:class_deeds", class_pk)
    return _class_page(request, school_class, form)


@permitted_page
def my_deeds(request: StaffRequest) -> HttpResponseBase:
    return _own_page(request, None)


@permitted_act
def note_own_deed(request: StaffRequest) -> HttpResponseBase:
    form = DeedForm(request.POST, term=running_term(request.school, timezone.localdate()))

    def act() -> str:
        done = verbs.note_own(form.said(), by=request.user, at=timezone.now())
        return _("Noted. When the class chooses its stars, it is there for you.") if done.made else _already()

    if form.is_valid() and tell(request, act, form):
        return redirect("awards:my_deeds")
    return _own_page(request, form)


@permitted_act
def correct_deed(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = deed_to_mend(request.standing, "awards:correct_deed", pk, timezone.localdate())
    form = DeedForm(request.POST, term=found.term)

    def act() -> str:
        verbs.correct(found, form.said(), by=request.user, at=timezone.now())
        return _("The fact is corrected.")

    tell_if_valid(request, form, act)
    return _back(request)


@permitted_act
def remove_deed(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = deed_to_mend(request.standing, "awards:remove_deed", pk, timezone.localdate())

    def act() -> str:
        verbs.remove(found, by=request.user, at=timezone.now())
        return _("The fact is removed.")

    tell(request, act)
    return _back(request)


@permitted_page
def term_deeds(request: StaffRequest, class_pk: int) -> HttpResponseBase:
    """Show the running term of a class by pupil, as material for the remarks."""
    school_class = class_within(request.school, request.reach, class_pk)
    day = timezone.localdate()
    term = running_term(request.school, day)
    page = gather_term(school_class, term, day) if term else None
    page_obj = page_of(page.pupils if page else (), request, SHORT_ROWS)
    context = {"page": page, "page_obj": page_obj, "school_class": school_class}
    return render(request, "awards/deeds/term.html", context)


def _classes(request: StaffRequest) -> list[SchoolClass]:
    rows = SchoolClass.objects.filter(request.reach.within("pk"), school=request.school)
    return list(rows.select_related("school"))


def _class_page(
    request: StaffRequest,
    school_class: SchoolClass,
    form: ClassDeedForm | None = None,
    question: Question | None = None,
    classes: Sequence[SchoolClass] | None = None,
) -> HttpResponseBase:
    page = class_page(
        school_class,
        _classes(request) if classes is None else classes,
        request.user,
        request.standing,
        timezone.now(),
        timezone.localdate(),
        form=form,
        question=question,
    )
    return render(request, "awards/deeds/class.html", {"page": page}, status=422 if form else 200)


def _own_page(request: StaffRequest, form: DeedForm | None) -> HttpResponseBase:
    page = own_page(request.school, request.user, request.standing, timezone.now(), timezone.localdate(), form=form)
    return render(request, "awards/deeds/own.html", {"page": page}, status=422 if form else 200)


def _answer(done: verbs.Noted) -> str:
    """Say about whom something was noted, so that a slip is seen at once."""
    if not done.made:
        return _already()
    return _("Noted for %(names)s.") % {"names": in_a_row(deed.student.name for deed in done.made)}


def _already() -> str:
    return _("This was noted before and stands once.")


def _back(request: StaffRequest) -> HttpResponseBase:
    if request.standing.student_id is not None:
        return redirect("awards:my_deeds")
    key = request.POST.get("term_of", "")
    if key.isdecimal() and int(key) in request.standing.homeroom_of:
        return redirect("awards:term_deeds", int(key))
    return redirect("awards:deeds")
