"""Notices on screen, for the school and for everybody. They come down by themselves when their time is over."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.models import ClassRound
from reports import access
from reports.notices.notices import Notice, class_notices, joint_notice, readable
from reports.notices.public import public_notice, standing_on
from starrating.web.public import public
from students.models import School
from students.permits.reach import StaffRequest, permitted_page


@permitted_page
def class_notice(request: StaffRequest, pk: int) -> HttpResponseBase:
    sheet = access.filed_sheet(request.standing, pk)
    return _class_page(request, [sheet])


@permitted_page
def round_notices(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    """Show every class's notice of the round, each on a page of its own, to print in one go."""
    return _class_page(request, access.filed_sheets_of_own(request.standing, round_pk))


@permitted_page
def grade_notice(request: StaffRequest, round_pk: int, grade: int) -> HttpResponseBase:
    round_ = access.round_to_view(request.standing, round_pk)
    sheets = access.filed_sheets_of_grade(request.standing, round_, grade)
    return _joint_page(request, sheets, round_.term.school.grade_name(grade))


@permitted_page
def school_notice(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    round_ = access.round_to_view(request.standing, round_pk)
    return _joint_page(request, access.filed_sheets_of_school(request.standing, round_), _("the whole school"))


def _class_page(request: StaffRequest, sheets: Sequence[ClassRound]) -> HttpResponseBase:
    today = timezone.localdate()
    one = sheets[0].pk if len(sheets) == 1 else None
    return _answer(request, class_notices(readable(sheets, request.standing, today), today), one)


def _joint_page(request: StaffRequest, sheets: Sequence[ClassRound], readers: str) -> HttpResponseBase:
    today = timezone.localdate()
    up = readable(sheets, request.standing, today)
    return _answer(request, [joint_notice(up, readers, today)] if up else [])


def _answer(request: StaffRequest, notices: Sequence[Notice], sheet_pk: int | None = None) -> HttpResponseBase:
    """Show a notice; ``sheet_pk`` is the sheet of one class's, which a pupil may object to from here."""
    for_pupil = {"for_pupil": request.standing.student_id is not None}
    if not notices:
        return render(request, "reports/notices/notice_down.html", for_pupil, status=404)
    context = {"notices": notices, "ended": all(row.ended for row in notices), "sheet_pk": sheet_pk}
    return render(request, "reports/notices/notices.html", context | for_pupil)


_ROBOTS = "noindex, nofollow, noarchive"


@public
@never_cache
@require_safe
def public_notices(request: HttpRequest, code: str) -> HttpResponse:
    """Show which classes' notices stand today; 404 for a school that keeps its pages to itself."""
    school = get_object_or_404(School, code=code, public_pages=True)
    classes = [
        {"pk": row.pk, "name": row.class_name, "month": row.round.month_name}
        for row in standing_on(school, timezone.localdate())
    ]
    return _answer_anybody(request, "reports/notices/public/notices.html", {"school": school, "classes": classes})


@public
@never_cache
@require_safe
def public_notice_of_class(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show one class's notice in masked names; the day after its last it is a 404 for everybody."""
    school = get_object_or_404(School, code=code, public_pages=True)
    today = timezone.localdate()
    sheet = standing_on(school, today).filter(pk=pk).first()
    if sheet is None:
        raise Http404
    return _answer_anybody(
        request, "reports/notices/public/notice.html", {"school": school, "notice": public_notice(sheet, today)}
    )


def _answer_anybody(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context)
    response["X-Robots-Tag"] = _ROBOTS
    return response
