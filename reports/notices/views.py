"""Public notices on screen and on paper. They come down by themselves when their time is over."""

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound
from reports import access
from reports.notices.notices import Notice, class_notices, is_over, joint_notice
from students.names.class_names import grade_name
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
    school = round_.term.school
    return _joint_page(request, sheets, grade_name(grade, school.grade_style, first_grade=school.first_grade))


@permitted_page
def school_notice(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    round_ = access.round_to_view(request.standing, round_pk)
    return _joint_page(request, access.filed_sheets_of_school(request.standing, round_), _("the whole school"))


def _class_page(request: StaffRequest, sheets: Sequence[ClassRound]) -> HttpResponseBase:
    standing = _still_up(request, sheets)
    one = sheets[0].pk if len(sheets) == 1 else None
    return _answer(request, class_notices(standing, timezone.localdate()), one)


def _joint_page(request: StaffRequest, sheets: Sequence[ClassRound], readers: str) -> HttpResponseBase:
    standing = _still_up(request, sheets)
    return _answer(request, [joint_notice(standing, readers, timezone.localdate())] if standing else [])


def _still_up(request: StaffRequest, sheets: Sequence[ClassRound]) -> list[ClassRound]:
    """Give what may still be read: names come down with the last day, but for those who keep the record."""
    today = timezone.localdate()
    return [sheet for sheet in sheets if request.standing.school_wide or not is_over(sheet, today)]


def _answer(request: StaffRequest, notices: Sequence[Notice], sheet_pk: int | None = None) -> HttpResponseBase:
    """Show a notice; ``sheet_pk`` is the sheet of one class's, which a pupil may object to from here."""
    if not notices:
        return render(request, "reports/notices/notice_down.html", {"for_pupil": _is_pupil(request)}, status=404)
    context = {"notices": notices, "ended": all(row.ended for row in notices), "sheet_pk": sheet_pk}
    return render(request, "reports/notices/notices.html", context | {"for_pupil": _is_pupil(request)})


def _is_pupil(request: StaffRequest) -> bool:
    return request.standing.student_id is not None
