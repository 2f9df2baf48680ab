"""The versions of the school's scheme: the list, beginning a draft, reading one, taking one out as a file."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.rules.scheme.document import toml_of
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes import access as scheme_access, drafts
from awards.schemes.editor.forms import SchemeFileForm, StartForm
from awards.schemes.editor.pages import schemes_page
from awards.schemes.page import scheme_page
from awards.schemes.presets import PresetError, load_preset, parse_scheme
from awards.schemes.rows import spec_of
from starrating.forms import show_form
from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from students.permits.answers import tell_errors
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
    spec = load_preset(chosen["preset"]) if chosen["preset"] else spec_of(chosen["version"])
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
    messages.success(request, _("This is a draft: nothing holds yet. Change what your school does otherwise."))
    return redirect("awards:scheme_draft", answer["draft"])
