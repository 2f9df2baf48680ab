"""Letters and certificates, printed in batches or one by one, and the honour board on a screen."""

from dataclasses import asdict

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from awards.models import Entitlement
from awards.rewards.access import entitlement_of_school
from awards.rules.entitlements import ON_PAPER, RewardKind
from reports import access, background, file_names
from reports.files import pdf_file
from reports.honours.addresses import check_address
from reports.honours.board import board_levels
from reports.honours.eligibility import eligibility_pdf
from reports.honours.files import print_honours
from reports.honours.forms import BatchForm, OnePaperForm
from reports.honours.page import first_values, honours_page
from reports.models import PaperKind
from starrating.refused import Refused
from students.models import Term
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def letters(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    """Show the four papers of a settled term."""
    term = access.term_to_export(request.school, term_pk)
    return render(request, "reports/honours/letters.html", {"page": honours_page(term, timezone.localdate())})


@permitted_act
def print_letters(request: StaffRequest, term_pk: int, kind: str) -> HttpResponseBase:
    """Print a batch; without idempotency key, since printing twice issues once (:func:`reports.honours.issued.issue`).

    More than a class's is made by the worker.
    """
    term = access.term_to_export(request.school, term_pk)
    reward = _paper(kind)
    form = BatchForm(request.POST, term=term, kind=reward, prefix=kind)
    if form.is_valid():
        chosen = form.chosen()
        if chosen:
            try:
                return _printed(request, term, reward, chosen, form)
            except Refused as refusal:
                form.add_error(None, refusal.message)
        else:
            form.add_error(
                None, _("There is none to print. Those handed out can be printed again with the box ticked.")
            )
    page = honours_page(term, timezone.localdate(), form, kind)
    return render(request, "reports/honours/letters.html", {"page": page}, status=400)


@permitted_act
def print_letter(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Print the paper of one reward."""
    row = entitlement_of_school(request.school, pk)
    reward = _paper(row.kind)
    form = OnePaperForm({"day": timezone.localdate().isoformat()} | request.POST.dict(), kind=reward)
    if form.is_valid():
        try:
            return _printed(request, access.term_to_export(request.school, row.term_id), reward, [row.pk], form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return _letter_page(request, row, form)


@permitted_page
def letter(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Show how the paper of one reward is to be printed."""
    row = entitlement_of_school(request.school, pk)
    form = OnePaperForm(kind=_paper(row.kind), initial=first_values(timezone.localdate()))
    return _letter_page(request, row, form)


def _letter_page(request: StaffRequest, row: Entitlement, form: OnePaperForm) -> HttpResponseBase:
    context = {"row": row, "kind": PaperKind(row.kind).label, "form": form}
    return render(request, "reports/honours/letter.html", context, status=400 if form.errors else 200)


def _paper(kind: str) -> RewardKind:
    if kind not in ON_PAPER:
        raise Http404
    return RewardKind(kind)


def _printed(
    request: StaffRequest, term: Term, kind: RewardKind, pks: list[int], form: OnePaperForm
) -> HttpResponseBase:
    day, address, extras, paper = (
        form.cleaned_data["day"],
        check_address(request.school, request),
        form.extras(),
        PaperKind(kind.value),
    )
    if len(pks) > background.AT_ONCE:
        order = {"term": term.pk, "kind": kind.value, "rewards": sorted(pks), "day": day.isoformat()}
        order |= {"check_address": address, "extras": asdict(extras)}
        title = _("%(term)s: %(paper)s") % {"term": term.name, "paper": paper.label}
        return background.made_by_worker(request, "letters", order, title)
    now = timezone.now()
    content = print_honours(term, kind, pks, day=day, check_address=address, extras=extras, by=request.user, at=now)
    return pdf_file(content, file_names.of_term(term, paper.label))


@permitted_page
def eligibility(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = access.term_to_export(request.school, term_pk)
    return pdf_file(eligibility_pdf(term), file_names.of_term(term, pgettext("file name", "eligible for merit awards")))


@permitted_page
def lobby(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    """Show the board of a settled term; before that nobody is on it (404)."""
    term = access.settled_term(request.school, term_pk)
    levels = board_levels(term, timezone.localdate())
    return render(request, "reports/honours/lobby.html", {"term": term, "levels": levels})
