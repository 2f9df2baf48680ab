"""What every kind of answer carries to a browser, and the cookies: page, file, redirect, error, static file.

The settings are those of an installation with HTTPS, as a process of its own reads them. CONTROL names, with each
header, the line of the program without which its case is red.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy
from pytest_django.fixtures import Settings

from students.models import User
from students.sessions import sign_ins
from tests.clients import FormClient
from tests.factories import PASSWORD, make_office, make_school
from tests.project.machine.test_settings import NOT_INHERITED
from tests.project.source import ROOT

pytestmark = pytest.mark.django_db
HOST = "stars.example.cn"
# What hangs on HTTPS. `manage.py check --deploy` itself is tests/project/machine/test_settings.py's.
OF_HTTPS = [
    *("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "DEVICE_COOKIE_NAME"),
    *("LANGUAGE_COOKIE_NAME", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_REDIRECT_EXEMPT"),
    *("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS"),
]
YEAR = 365 * 24 * 60 * 60


@pytest.fixture(scope="module")
def of_https(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The settings of an installation that is reached from outside."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    code = "import json; from starrating import settings; "
    code += f"print(json.dumps({{name: getattr(settings, name) for name in {OF_HTTPS}}}))"
    environment = {**inherited, "VAR_DIR": str(tmp_path_factory.mktemp("https")), "ALLOWED_HOSTS": HOST}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(autouse=True)
def installation(of_https: dict[str, Any], settings: Settings, tmp_path: Path) -> None:
    for name, value in of_https.items():
        setattr(settings, name, value)
    settings.ALLOWED_HOSTS = [HOST]
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "page.css").write_text("body {}", encoding="utf-8")


def browser(**options: Any) -> Client:
    return FormClient(SERVER_NAME=HOST, raise_request_exception=False, **options)


def ask(client: Client, address: str, method: str = "GET", **options: Any) -> Any:
    return client.generic(method, str(address), secure=True, **options)


@dataclass(frozen=True)
class Kind:
    """A kind of answer: how it is asked for, its status, and whether a page of it is shown to somebody signed in."""

    name: str
    status: int
    address: Any
    method: str = "GET"
    signed_in: bool = False

    def __str__(self) -> str:
        return self.name


KINDS = (
    Kind("page of nobody", 200, "/sign-in"),
    Kind("page", 200, "/account", signed_in=True),
    Kind("workbook", 200, reverse_lazy("students:roster_template"), signed_in=True),
    Kind("redirect to the sign-in", 302, "/account"),
    Kind("redirect of somebody", 302, "/sign-in", signed_in=True),
    Kind("not found", 404, "/no-such-page", signed_in=True),
    Kind("not found by nobody", 404, "/check/2222222222/"),
    Kind("not allowed", 403, "/schemes/", signed_in=True),
    Kind("wrong method", 405, "/sign-out"),
    Kind("no form's token", 403, "/sign-in", "POST"),
    Kind("error", 500, "/account/sessions", signed_in=True),
    Kind("robots", 200, "/robots.txt"),
    Kind("static file", 200, "/static/page.css"),
    Kind("static file that is not there", 404, "/static/none.css"),
)


@pytest.fixture
def clerk() -> User:
    return make_office(make_school())


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of sessions fails as a mistake of the program would."""

    def fail(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sign_ins, "open_sessions", fail)


@pytest.fixture(params=KINDS, ids=str)
def answer(request: pytest.FixtureRequest, clerk: User, broken: None) -> tuple[Kind, Any]:
    kind: Kind = request.param
    client = browser(enforce_csrf_checks=kind.method == "POST")
    if kind.signed_in:
        client.force_login(clerk)
    found = ask(client, kind.address, kind.method)
    assert found.status_code == kind.status
    return kind, found


# CONTROL: `ContentSecurityPolicyMiddleware` (first two), Django's `SecurityMiddleware` (the others), with its settings.
EVERYWHERE: dict[str, Callable[[str], bool]] = {
    "Content-Security-Policy": lambda value: (
        value.startswith("default-src 'none'; ")
        and "frame-ancestors 'none'" in value
        and "base-uri 'none'" in value
        and "form-action 'self'" in value
        and "unsafe" not in value
        and "*" not in value
    ),
    "Cross-Origin-Resource-Policy": lambda value: value == "same-origin",
    "X-Frame-Options": lambda value: value == "DENY",
    "X-Content-Type-Options": lambda value: value == "nosniff",
    "Referrer-Policy": lambda value: value == "same-origin",
    "Cross-Origin-Opener-Policy": lambda value: value == "same-origin",
    "Strict-Transport-Security": lambda value: value == f"max-age={YEAR}; includeSubDomains",
}


def test_every_answer_has_the_headers_of_all(answer: tuple[Kind, Any]) -> None:
    kind, found = answer
    wrong = [name for name, holds in EVERYWHERE.items() if not holds(found.headers.get(name, ""))]
    assert wrong == [], kind


def test_no_answer_names_what_it_is_made_with_or_opens_itself_to_other_sites(answer: tuple[Kind, Any]) -> None:
    """CONTROL: WHITENOISE_ALLOW_ALL_ORIGINS; nothing of ours writes the others."""
    _kind, found = answer
    said = {name for name in found.headers if name.startswith(("Access-Control", "X-Powered", "Server", "X-Debug"))}
    assert said == set()


def test_what_somebody_was_shown_is_kept_nowhere(answer: tuple[Kind, Any]) -> None:
    """CONTROL: `PrivacyHeadersMiddleware`."""
    kind, found = answer
    if kind.signed_in:
        assert found.headers["Cache-Control"] == "no-store"
    if not str(kind.address).startswith("/static"):
        assert "camera=()" in found.headers["Permissions-Policy"]


def test_a_text_says_its_encoding_and_a_file_is_taken_down(answer: tuple[Kind, Any]) -> None:
    """CONTROL: the content types that the views give."""
    kind, found = answer
    if kind.status == 302:
        return
    type_ = found.headers["Content-Type"]
    assert not type_.startswith("text/") or "utf-8" in type_, type_
    if kind.name == "workbook":
        assert found.headers["Content-Disposition"].startswith("attachment")


def test_an_error_page_tells_nothing_of_the_program(clerk: User, broken: None) -> None:
    """CONTROL: DEBUG, which is off."""
    client = browser()
    client.force_login(clerk)
    text = ask(client, "/account/sessions").content.decode()
    assert [word for word in ("Traceback", "ZeroDivision", "open_sessions", "django", ".py") if word in text] == []


def test_plain_http_is_led_to_https_and_nowhere_else() -> None:
    """CONTROL: SECURE_SSL_REDIRECT."""
    found = browser().get("/sign-in")
    assert (found.status_code, found.headers["Location"]) == (301, f"https://{HOST}/sign-in")
    assert browser().get("/healthz").status_code != 301, "asked from the machine itself"


def test_a_foreign_host_is_answered_with_nothing() -> None:
    """CONTROL: ALLOWED_HOSTS."""
    found = Client(SERVER_NAME="evil.example.org", raise_request_exception=False).get("/sign-in", secure=True)
    assert found.status_code == 400
    assert "evil" not in found.content.decode()


def cookies_of_a_visit(clerk: User) -> dict[str, Any]:
    client = browser()
    client.get(reverse("sign_in"), secure=True)
    form = {"username": clerk.username, "password": PASSWORD}
    client.post(reverse("sign_in"), form, secure=True)
    client.post(reverse("choose_language"), {"language": "en"}, secure=True)
    return dict(client.cookies)


def test_cookies_are_this_hosts_alone_and_out_of_reach_of_scripts(clerk: User) -> None:
    """CONTROL: the names and flags of the cookies in the settings, and in `trusted_devices.remember`."""
    cookies = cookies_of_a_visit(clerk)
    assert set(cookies) == {"__Host-sessionid", "__Host-csrftoken", "__Host-device", "__Host-language"}
    for name, cookie in cookies.items():
        kept = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
        assert kept == (True, True, "Lax", "/", ""), name
    assert not cookies["__Host-sessionid"]["max-age"], "it goes with the browser"


def test_signing_out_clears_what_the_browser_kept(clerk: User) -> None:
    """CONTROL: the header in `sign_out`."""
    client = browser()
    client.force_login(clerk)
    found = client.post(reverse("sign_out"), secure=True)
    assert found.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert found.headers["Cache-Control"] == "no-store"
    assert found.cookies["__Host-sessionid"].value == ""


def test_a_form_of_another_site_is_refused(clerk: User) -> None:
    """CONTROL: Django's `CsrfViewMiddleware`: with the cookie and no token, and with a token from elsewhere."""
    client = browser(enforce_csrf_checks=True)
    client.force_login(clerk)
    client.get(reverse("own_account"), secure=True)
    token = client.cookies["__Host-csrftoken"].value
    address, phone = reverse("own_account"), {"phone": "13900000000"}
    tried = [
        client.post(address, phone, secure=True, headers={"referer": f"https://{HOST}/"}),
        client.post(
            address, phone | {"csrfmiddlewaretoken": token}, secure=True, headers={"origin": "https://evil.cn"}
        ),
        client.post(
            address, phone | {"csrfmiddlewaretoken": token}, secure=True, headers={"referer": "https://evil.cn/"}
        ),
    ]
    assert [one.status_code for one in tried] == [403] * 3
    clerk.refresh_from_db()
    assert clerk.phone != phone["phone"]
    own = client.post(
        address, phone | {"csrfmiddlewaretoken": token}, secure=True, headers={"referer": f"https://{HOST}/"}
    )
    assert own.status_code == 302
