"""The page that greets whoever opens an empty installation, and is gone as soon as there is a school or an account."""

import ipaddress
import logging
import re
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from awards.first_run.forms import FirstRunForm
from awards.management.schools import NewSchool, set_up_school
from starrating.forms.fields import show_form
from starrating.refused import Refused
from starrating.web.address import client_address
from starrating.web.public import public
from students.models import SchoolStage, User
from students.names.pinyin import initials
from students.school.addresses import demand_reachable, is_loopback
from students.sessions import setup_word
from students.sessions.coming_in import come_in
from students.sessions.password_rules import rules_for

logger = logging.getLogger(__name__)


@public
@never_cache
@sensitive_post_parameters("word", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up the first school and sign its administrator in; without a waiting word there is no such page."""
    if not setup_word.is_open():
        if request.method == "POST":
            return _already(request)
        raise Http404
    form = FirstRunForm(request.POST or None, address=_own_address(request))
    if form.is_valid():
        answer = setup_word.try_word(form.cleaned_data["word"])
        if answer == setup_word.Answer.GONE:
            return _already(request)
        if answer == setup_word.Answer.RIGHT:
            try:
                made = _made(form)
            except Refused as refusal:
                if refusal.code == "already_set_up":
                    return _already(request)
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("%(name)s is set up.") % {"name": made.school.name})
                return come_in(request, made.administrator, "awards:guide", at=timezone.now())
        else:
            _refuse_word(request, form)
    return _shown(request, form)


def _shown(request: HttpRequest, form: FirstRunForm) -> HttpResponse:
    more = {"closed": not setup_word.tries_left(), "overheard": _may_be_overheard(request), "rules": rules_for(User())}
    return show_form(request, "awards/first_run/set_up.html", form, **more)


def _made(form: FirstRunForm) -> NewSchool:
    said = form.cleaned_data
    return set_up_school(
        code=code_of(said["name"]),
        name=said["name"],
        preset=said["scheme"],
        stage=SchoolStage(said["stage"]),
        first_grade=said["first_grade"],
        last_grade=said["last_grade"],
        administrator=said["account"].strip(),
        administrator_name=said["administrator_name"],
        password=said["password"],
        paper_address=said["paper_address"],
        as_first=True,
        at=timezone.now(),
    )


def code_of(name: str) -> str:
    """Give a short name for addresses and commands: the initials of a school's name, which the settings can correct."""
    letters = re.sub(r"[^a-z0-9]", "", next(iter(initials(name)), ""))
    return letters[:20] or "school"


def _refuse_word(request: HttpRequest, form: FirstRunForm) -> None:
    logger.warning("Set-up: a wrong word", extra={"request": request})
    left = setup_word.tries_left()
    sentence = ngettext(
        "This is not the word of the last start. Copy it from the console; %(count)d try is left.",
        "This is not the word of the last start. Copy it from the console; %(count)d tries are left.",
        left,
    )
    form.add_error("word", sentence % {"count": left})


def _already(request: HttpRequest) -> HttpResponse:
    return render(request, "awards/first_run/already.html", status=HTTPStatus.NOT_FOUND)


def _own_address(request: HttpRequest) -> str:
    """Give the address under which the page was opened, where others can open it too."""
    address = f"{request.scheme}://{request.get_host()}"
    try:
        demand_reachable(address)
    except Refused:
        return ""
    return address


def _may_be_overheard(request: HttpRequest) -> bool:
    """Tell whether what is typed crosses a network in the clear: neither TLS nor this machine alone."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return not (request.is_secure() or (is_loopback(host) and _is_here(client_address(request))))


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
