"""Where somebody lands after signing in, the first steps of a school, and what is left to do."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from awards.first_files.importer import TOGETHER
from awards.home.guide import guide_page, is_set_up
from awards.home.month_end import month_end_page
from awards.home.my_classes import my_classes_page
from awards.home.term_end import term_end_page
from awards.settlement.access import term_to_settle
from awards.terms import access as terms_access
from starrating.operations import uploads
from starrating.web.keys import key_in
from students.imports.pipeline.forms import UploadForm
from students.permits.reach import StaffRequest, may_go, permitted_page


@permitted_page
def home(request: StaffRequest) -> HttpResponseBase:
    """Lead to the reader's own work.

    A homeroom teacher who also works in the office finds the class's sheet first: it is due monthly.

    The administrator is led through the first steps until there is a sheet and somebody else can sign in.
    """
    standing = request.standing
    if standing.student_id is not None:
        return redirect("awards:my_month")
    if standing.homeroom_of:
        return redirect("awards:my_sheet")
    if standing.school_wide:
        new = may_go(standing, "awards:guide") and not is_set_up(request.school, request.user)
        return redirect("awards:guide" if new else "awards:board")
    if standing.subject_in:
        return redirect("awards:class_sheets")
    if may_go(standing, "awards:appeals"):
        return redirect("awards:appeals")
    return render(request, "awards/home/no_role.html", {"school": request.user.school})


@permitted_page
def class_sheets(request: StaffRequest) -> HttpResponseBase:
    page = my_classes_page(request.school, request.user, request.standing, timezone.localdate())
    return render(request, "awards/home/my_classes.html", {"page": page})


@permitted_page
def guide(request: StaffRequest) -> HttpResponseBase:
    now = timezone.now()
    context = {
        "page": guide_page(request.school, request.user, request.standing, timezone.localdate(now)),
        "form": UploadForm(school=request.school, today=timezone.localdate(now)),
        "waiting": uploads.waiting(TOGETHER.code, request.school.pk, by=request.user, at=now),
    }
    return render(request, "awards/home/guide.html", context)


@permitted_page
def month_end(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    rounds = list(terms_access.rounds_of(request.school))
    number = request.GET.get("round", "")
    round_ = terms_access.chosen_round(rounds, today, key_in(number))
    page = month_end_page(rounds, round_, request.standing, today) if round_ else None
    return render(request, "awards/home/month.html", {"page": page})


@permitted_page
def term_end(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    terms = list(terms_access.terms_of(request.school).order_by("-starts_on"))
    number = request.GET.get("term", "")
    key = key_in(number)
    term = terms_access.term_of_school(request.school, key) if key else term_to_settle(request.school, today)
    page = term_end_page(terms, term, request.standing, today) if term else None
    return render(request, "awards/home/term.html", {"page": page})
