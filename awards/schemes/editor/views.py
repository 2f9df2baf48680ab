"""The versions of the school's scheme: listed, drafted, compared, published, taken out as a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Scheme
from awards.rules.scheme.checks import SpecProblem, spec_problems
from awards.rules.scheme.document import DocumentError, document_of, spec_from, toml_of
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes import access as scheme_access, drafts
from awards.schemes.drafts import mark_of
from awards.schemes.editor.forms import SchemeFileForm, SeenForm, StartForm
from awards.schemes.editor.page import change_parts, draft_page, schemes_page
from awards.schemes.editor.part_page import PartPage, part_page
from awards.schemes.editor.parts import PARTS, Part, keys_of_lists, with_part, with_row
from awards.schemes.page import scheme_page
from awards.schemes.presets import PresetError, parse_scheme, preset_for
from awards.schemes.rows import spec_of
from starrating.forms.fields import show_form
from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from students.permits.answers import tell, tell_errors
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page

HOME = "awards:schemes"


@permitted_page
def scheme_list(request: StaffRequest) -> HttpResponseBase:
    return render(request, "awards/schemes/editor/list.html", {"page": schemes_page(request.school)})


@permitted_act
def scheme_start(request: StaffRequest) -> HttpResponseBase:
    form = StartForm(request.POST, school=request.school)
    if not form.is_valid():
        tell_errors(request, form)
        return redirect(HOME)
    chosen = form.cleaned_data
    preset = chosen["preset"]
    spec = preset_for(request.school.office_name, preset) if preset else spec_of(chosen["version"])
    return _start(request, spec)


@permitted_form
def scheme_upload(request: StaffRequest) -> HttpResponseBase:
    form = SchemeFileForm(request.POST or None, request.FILES or None)
    problems: PresetError | None = None
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            spec = parse_scheme(file.read(), file.name)
        except PresetError as error:
            problems = error
        else:
            return _start(request, spec)
    return show_form(request, "awards/schemes/editor/upload.html", form, problems=problems)


@permitted_page
def scheme_version(request: StaffRequest, scheme_pk: int) -> HttpResponseBase:
    """Show the text of any version, as it would hang on the wall."""
    version = scheme_access.scheme_to_look_at(request.school, scheme_pk)
    return render(request, "awards/schemes/editor/version.html", {"page": scheme_page(version, None)})


@permitted_page
def scheme_file(request: StaffRequest, scheme_pk: int) -> HttpResponseBase:
    version = scheme_access.scheme_to_look_at(request.school, scheme_pk)
    response = HttpResponse(toml_of(spec_of(version)), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.code}-{version.version}.toml"'
    return response


def _start(request: StaffRequest, spec: SchemeSpec) -> HttpResponseBase:
    def act() -> dict[str, object]:
        draft = drafts.start_draft(request.school, spec, by=request.user, at=timezone.now())
        return {"draft": draft.pk}

    try:
        answer = once(request.user, sent_key(request), act)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(HOME)
    messages.success(request, _("This is a draft and does not apply yet. Change what your school does otherwise."))
    return redirect("awards:scheme_draft", answer["draft"])


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
    parts = change_parts(spec_of(other), spec_of(draft)) if other else []
    context = {"draft": draft, "other": other, "others": others, "parts": parts}
    return render(request, "awards/schemes/editor/compare.html", context)


@permitted_act
def scheme_publish(request: StaffRequest, scheme_pk: int) -> HttpResponseBase:
    # A second press finds it published: the key answers for it, so the draft is not asked for here.
    draft = scheme_access.scheme_to_look_at(request.school, scheme_pk)
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""

    def act() -> str:
        drafts.publish_draft(draft, seen=seen, by=request.user, at=timezone.now())
        words = {"name": draft.name, "version": draft.version}
        return _("%(name)s, version %(version)d is published. Put it up, then open a term with it.") % words

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
