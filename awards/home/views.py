"""Where somebody lands after signing in: at the work that is theirs."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from awards.home.guide import has_begun
from awards.home.my_classes import my_classes_page
from students.permits.reach import StaffRequest, may_go, permitted_page


@permitted_page
def home(request: StaffRequest) -> HttpResponseBase:
    """Lead to the reader's own work.

    A homeroom teacher who also works in the office finds the class's sheet first: it is due monthly.

    The administrator of a school without any sheet is led through its first steps.
    """
    standing = request.standing
    if standing.student_id is not None:
        return redirect("awards:my_month")
    if standing.homeroom_of:
        return redirect("awards:my_sheet")
    if standing.school_wide:
        new = may_go(standing, "awards:guide") and not has_begun(request.school)
        return redirect("awards:guide" if new else "awards:board")
    if standing.subject_in:
        return redirect("awards:class_sheets")
    return render(request, "awards/home/no_role.html", {"school": request.user.school})


@permitted_page
def class_sheets(request: StaffRequest) -> HttpResponseBase:
    page = my_classes_page(request.school, request.user, request.standing, timezone.localdate())
    return render(request, "awards/home/my_classes.html", {"page": page})
