"""Papers of a ceremony: what is read out, where people sit, certificates and invitations."""

from collections.abc import Callable
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from awards.ceremonies.access import ceremony_of_school
from awards.ceremonies.page import CeremonyPage, ceremony_page
from awards.rules.entitlements import RewardKind
from reports import background, file_names
from reports.ceremonies.batches import ceremony_papers_pdf
from reports.ceremonies.forms import CeremonyPapersForm
from reports.ceremonies.lists import call_list_pdf, seating_list_pdf
from reports.files import pdf_file
from reports.honours.addresses import check_address
from reports.honours.papers import NO_EXTRAS, Extras
from reports.models import PaperKind
from starrating.forms.fields import show_form
from starrating.refused import Refused
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page


def _page(request: StaffRequest, pk: int) -> CeremonyPage:
    return ceremony_page(ceremony_of_school(request.school, pk), request.reach, timezone.localdate())


@permitted_page
def call_list(request: StaffRequest, pk: int) -> HttpResponseBase:
    page = _page(request, pk)
    return _shown(page, call_list_pdf, pgettext("file name", "call list"))


@permitted_page
def seating(request: StaffRequest, pk: int) -> HttpResponseBase:
    page = _page(request, pk)
    return _shown(page, seating_list_pdf, pgettext("file name", "seating list"))


@permitted_act
def invitations(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Print the invitations within reach; without idempotency key, since printing twice issues once."""
    page = _page(request, pk)
    chosen = [one.pk for one in page.invited] if page.ceremony.is_planned else []
    return _printed(request, page, RewardKind.INVITATION, chosen, NO_EXTRAS)


@permitted_form
def papers(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Print the certificates, or the parents' titles, in the order in which they are handed out."""
    page = _page(request, pk)
    form = CeremonyPapersForm(request.POST or None, initial={"dx": 0, "dy": 0})
    if form.is_valid():
        kind = RewardKind(form.cleaned_data["kind"])
        chosen = [call.entitlement.pk for call in page.items if call.entitlement.kind == kind]
        return _printed(request, page, kind, chosen, form.extras())
    return show_form(request, "reports/ceremonies/certificates.html", form, ceremony=page.ceremony)


def _shown(page: CeremonyPage, make: Callable[[CeremonyPage], bytes], name: str) -> HttpResponseBase:
    return pdf_file(make(page), file_names.of_ceremony(page.ceremony, name))


def _printed(
    request: StaffRequest, page: CeremonyPage, kind: RewardKind, pks: list[int], extras: Extras
) -> HttpResponseBase:
    ceremony, paper = page.ceremony, PaperKind(kind.value).label
    address = check_address(request.school, request)
    if not pks:
        messages.error(request, _("There is none to print. Load the page again."))
        return redirect("awards:ceremony", ceremony.pk)
    if len(pks) > background.AT_ONCE:
        order = {"ceremony": ceremony.pk, "kind": kind.value, "rewards": pks, "check_address": address}
        title = _("%(ceremony)s: %(paper)s") % {"ceremony": ceremony.title, "paper": paper}
        return background.made_by_worker(request, "ceremony", order | {"extras": asdict(extras)}, title)
    try:
        now = timezone.now()
        content = ceremony_papers_pdf(
            ceremony, kind, pks, check_address=address, by=request.user, at=now, extras=extras
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("awards:ceremony", ceremony.pk)
    return pdf_file(content, file_names.of_ceremony(ceremony, paper))
