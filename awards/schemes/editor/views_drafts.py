"""A draft of the scheme: its parts, what is wrong with it, what it changes; publishing and dropping it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Scheme
from awards.rules.scheme.checks import SpecProblem, spec_problems
from awards.rules.scheme.document import DocumentError, document_of, spec_from
from awards.schemes import access as scheme_access, drafts
from awards.schemes.drafts import mark_of
from awards.schemes.editor.forms import SeenForm
from awards.schemes.editor.pages import compare_page, draft_page
from awards.schemes.editor.part_page import PartPage, part_page
from awards.schemes.editor.parts import PARTS, Part, keys_of_lists, with_part, with_row
from awards.schemes.rows import spec_of
from starrating.refused import Refused
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page

HOME = "awards:schemes"


@permitted_page
def scheme_draft(request: StaffRequest, scheme_pk: int) -> HttpResponseBase:
    draft = scheme_access.draft_to_edit(request.school, scheme_pk)
    return render(request, "awards/schemes/editor/draft.html", {"page": draft_page(draft)})


@permitted_form
def scheme_part(request: StaffRequest, scheme_pk: int, part: str) -> HttpResponseBase:
    draft = scheme_access.draft_to_edit(request.school, scheme_pk)
    if part not in PARTS:
        raise Http404
    if request.method == "POST":
        return _save(request, draft, PARTS[part])
    spec = spec_of(draft)
    page = part_page(draft, PARTS[part], document_of(spec), spec_problems(spec), seen=mark_of(spec))
    return _shown(request, page)


@permitted_page
def scheme_compare(request: StaffRequest, scheme_pk: int) -> HttpResponseBase:
    draft = scheme_access.draft_to_edit(request.school, scheme_pk)
    others = list(scheme_access.schemes_of(request.school).exclude(pk=draft.pk).order_by("-published_at", "-version"))
    wanted = request.GET.get("with", "")
    published = [row for row in others if row.published_at is not None]
    other = next((row for row in others if str(row.pk) == wanted), published[0] if published else None)
    return render(request, "awards/schemes/editor/compare.html", {"page": compare_page(draft, other, others)})


@permitted_act
def scheme_publish(request: StaffRequest, scheme_pk: int) -> HttpResponseBase:
    # A second press finds it published: the key answers for it, so the draft is not asked for here.
    draft = scheme_access.scheme_to_look_at(request.school, scheme_pk)
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""

    def act() -> str:
        drafts.publish_draft(draft, seen=seen, by=request.user, at=timezone.now())
        words = {"name": draft.name, "version": draft.version}
        return _("%(name)s, version %(version)d is published. Open a term with it, and put it up before.") % words

    if tell(request, act):
        return redirect(HOME)
    draft.refresh_from_db()
    return redirect(HOME) if draft.published_at else redirect("awards:scheme_draft", draft.pk)


@permitted_act
def scheme_delete(request: StaffRequest, scheme_pk: int) -> HttpResponseBase:
    draft = scheme_access.draft_to_edit(request.school, scheme_pk)

    def act() -> str:
        drafts.delete_draft(draft, by=request.user, at=timezone.now())
        return _("The draft is deleted.")

    tell(request, act)
    return redirect(HOME)


def _save(request: StaffRequest, draft: Scheme, part: Part) -> HttpResponseBase:
    """Save a part of a draft; what cannot be saved stays on the page as it was typed."""
    current = spec_of(draft)
    document = with_part(document_of(current), part, request.POST)
    seen = request.POST.get("seen", "")
    adding = request.POST.get("add", "")
    if adding in keys_of_lists(part):
        page = part_page(draft, part, with_row(document, adding), [], seen=seen, unsaved=True)
        return _shown(request, page)
    try:
        spec = spec_from(document)
    except DocumentError as error:
        return _again(request, draft, part, document, error.problems, seen)
    problems = spec_problems(spec)
    if any(not problem.later for problem in problems):
        return _again(request, draft, part, document, problems, seen)
    try:
        drafts.save_draft(draft, spec, seen=seen, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        # What the other has saved outside this part is on the page now, and saving again keeps it.
        return _again(request, draft, part, document, problems, mark_of(current))
    messages.success(request, _("Saved in the draft."))
    if problems:
        return redirect("awards:scheme_part", draft.pk, part.code)
    return redirect("awards:scheme_draft", draft.pk)


def _again(
    request: StaffRequest, draft: Scheme, part: Part, document: dict[str, Any], problems: Any, seen: str
) -> HttpResponseBase:
    found: list[SpecProblem] = list(problems)
    page = part_page(draft, part, document, found, seen=seen, unsaved=True)
    return _shown(request, page, status=422)


def _shown(request: StaffRequest, page: PartPage, status: int = 200) -> HttpResponseBase:
    return render(request, "awards/schemes/editor/part.html", {"page": page}, status=status)
