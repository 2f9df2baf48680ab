"""Pages without sign-in: off unless the school switches them on, gone when the notice comes down."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.notices.public import public_notice, standing_on
from starrating.web.public import public
from students.models import School

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
    return _answer(request, "reports/notices/public/notices.html", {"school": school, "classes": classes})


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
    return _answer(
        request, "reports/notices/public/notice.html", {"school": school, "notice": public_notice(sheet, today)}
    )


def _answer(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context)
    response["X-Robots-Tag"] = _ROBOTS
    return response
