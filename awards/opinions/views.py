"""The subject teacher's page of a sheet, and the homeroom teacher's answers."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from awards.opinions import verbs as opinions
from awards.opinions.access import opinion_to_answer
from awards.opinions.forms import OpinionForm, ReplyForm
from awards.opinions.page import opinion_page
from awards.sheets.access import sheet_in_reach
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def opinion(request: StaffRequest, pk: int) -> HttpResponseBase:
    sheet = sheet_in_reach(request.standing, "awards:opinion", pk)
    page = opinion_page(sheet, request.user, request.standing, timezone.localdate())
    return render(request, "awards/opinions/page.html", {"page": page})


@permitted_act
def opine(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take one tap, or which name and one sentence; what was typed stays in its box when it is refused."""
    sheet = sheet_in_reach(request.standing, "awards:opinion", pk)
    form = OpinionForm(request.POST, sheet=sheet)
    valid = form.is_valid() and form.cleaned_data["agrees"] is not None
    if valid:
        said = form.cleaned_data

        def act() -> str:
            opinions.opine(
                sheet, said["line"], agrees=said["agrees"], text=said["text"], by=request.user, at=timezone.now()
            )
            if said["agrees"]:
                return _("Thank you: no objection. You can change this while the days run.")
            return _("Thank you. The homeroom teacher answers before the sheet is submitted.")

        if tell(request, act):
            return redirect("awards:opinion", pk)
    page = opinion_page(sheet, request.user, request.standing, timezone.localdate(), form)
    return render(request, "awards/opinions/page.html", {"page": page}, status=422)


@permitted_act
def opinion_reply(request: StaffRequest, opinion_pk: int) -> HttpResponseBase:
    found = opinion_to_answer(request.standing, opinion_pk)
    form = ReplyForm(request.POST)

    def act() -> str:
        opinions.reply(found, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
        return _("The answer is saved.")

    tell_if_valid(request, form, act)
    return redirect(_next(request, reverse("awards:sheet", args=[found.class_round_id])))


def _next(request: StaffRequest, otherwise: str) -> str:
    """Lead to the page of ours that the answer was written on."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if safe else otherwise
