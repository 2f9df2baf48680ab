"""The list of remembered columns, and what is said of them from a preview that keeps no file."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.registry import summed
from students.imports.columns.verbs import forget, remember
from students.models import ColumnMeaning
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def columns(request: StaffRequest) -> HttpResponseBase:
    kinds = dict(summed("importer", "KINDS"))
    rows = [
        {"meaning": one, "kind": kinds.get(one.kind, one.kind)}
        for one in ColumnMeaning.objects.filter(school=request.school).select_related("said_by")
    ]
    return render(request, "students/imports/columns.html", {"rows": rows})


@permitted_act
def say_columns(request: StaffRequest) -> HttpResponseBase:
    kinds = dict(summed("importer", "KINDS"))
    kind = request.POST.get("kind", "")
    answers = answers_in(request.POST.getlist("column")) if kind in kinds else {}

    def act() -> str:
        remember(request.school, kind, answers, by=request.user, at=timezone.now())
        return _("Remembered. Choose the files once more.")

    tell(request, act)
    return redirect("students:columns")


@permitted_act
def forget_column(request: StaffRequest, pk: int) -> HttpResponseBase:
    meaning = get_object_or_404(ColumnMeaning, pk=pk, school=request.school)

    def act() -> str:
        forget(meaning, by=request.user, at=timezone.now())
        return _("Forgotten: the next file with this column asks again.")

    tell(request, act)
    return redirect("students:columns")


def answers_in(said: list[str]) -> dict[str, str]:
    """Read what a preview's lists say, ``HEADER=FIELD``, by header as written."""
    pairs = (one.rpartition("=") for one in said)
    return {header: field for header, equals, field in pairs if equals and header}
