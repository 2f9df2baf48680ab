"""An empty installation: one page sets it up, by the word of the last start, once, and is gone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from awards.first_run.presets import explained
from awards.first_run.views import code_of
from awards.management.schools import set_up_school
from awards.schemes.presets import available_presets
from starrating.operations.models import AuditEvent, AuditSource
from students.models import School, SchoolRole, SchoolRoleKind, SetupWord, User
from students.sessions import setup_word
from students.sessions.setup_word import MOST_WRONG, Answer
from tests.factories import make_school, make_user
from tests.refusals import refused

pytestmark = pytest.mark.django_db
PASSWORD = "quiet river stone 47"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def browser() -> Client:
    return Client(headers={"accept-language": "en"})


def word() -> str:
    """What the program prints at a start."""
    out = io.StringIO()
    call_command("setup_word", stdout=out)
    return "".join(re.findall(r"word: (\S+)", out.getvalue()))


def sent(said: str, **other: str) -> dict[str, str]:
    return {
        "word": said,
        "name": "第十中学",
        "stage": "junior",
        "first_grade": "",
        "last_grade": "",
        "scheme": "monthly-stars",
        "paper_address": "",
        "administrator_name": "吴敏",
        "account": "admin",
        "password": PASSWORD,
        "again": PASSWORD,
        **other,
    }


def test_the_door_leads_to_the_page_and_the_page_to_the_first_steps() -> None:
    said, client = word(), browser()
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/setup/"
    answer = client.post("/setup/", sent(said, paper_address="https://stars.example.cn/"), follow=True)
    assert answer.redirect_chain == [("/first-steps/", 302)]
    school, user = School.objects.get(), User.objects.get()
    assert (school.name, school.code, list(school.grades)) == ("第十中学", "dszx", [7, 8, 9])
    assert school.paper_address == "https://stars.example.cn"
    assert (user.username, user.name, user.must_change_password, user.password_issued_at) == (
        *("admin", "吴敏", False, None),
    )
    assert user.check_password(PASSWORD)
    assert SchoolRole.objects.get(user=user).role == SchoolRoleKind.ADMINISTRATOR
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "source")) == [
        (action, AuditSource.WEB)
        for action in ("school.set_up", "scheme.adopted", "scheme.published", "account.created", "account.signed_in")
    ]
    assert not SetupWord.objects.exists()


def test_the_page_is_there_only_while_there_is_nothing() -> None:
    client = browser()
    assert client.get("/setup/").status_code == 404, "no word was printed"
    said = word()
    assert client.get("/setup/").status_code == 200
    make_user(None, username="owner")
    assert client.get("/setup/").status_code == 404, "there is an account"
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/sign-in?next=/"
    answer = client.post("/setup/", sent(said))
    assert (answer.status_code, "Already set up" in answer.content.decode()) == (404, True)
    User.objects.all().delete()
    make_school()
    assert client.get("/setup/").status_code == 404, "there is a school"
    assert word() == ""
    assert not SetupWord.objects.exists()


def test_a_word_is_good_until_the_next_start_and_no_longer() -> None:
    first, second = word(), word()
    assert first != second
    assert setup_word.try_word(first) == Answer.WRONG
    assert setup_word.try_word(second.upper().replace("-", " ")) == Answer.RIGHT
    assert not SetupWord.objects.filter(encoded__contains=second).exists()


def test_ten_wrong_words_close_the_page_until_the_next_start() -> None:
    said, client = word(), browser()
    for left in reversed(range(MOST_WRONG)):
        answer = client.post("/setup/", sent("wrong"))
        assert answer.status_code == 422
        assert setup_word.tries_left() == left
    assert "Restart the program" in answer.content.decode()
    assert client.post("/setup/", sent(said)).status_code == 422, "the right one is too late"
    assert not School.objects.exists()
    assert client.post("/setup/", sent(word())).status_code == 302


def test_what_is_wrong_elsewhere_in_the_form_costs_no_try() -> None:
    said, client = word(), browser()
    for other in (
        {"password": "short", "again": "short"},
        {"account": "quietriver", "password": "quietriver1", "again": "quietriver1"},
        {"again": "something else 48"},
        {"first_grade": "9", "last_grade": "7"},
        {"paper_address": "http://localhost:8000"},
        {"account": "no such name!"},
    ):
        answer = client.post("/setup/", sent(said, **other))
        assert answer.status_code == 422, other
        assert PASSWORD not in answer.content.decode()
    assert setup_word.tries_left() == MOST_WRONG
    assert not School.objects.exists()


def test_who_comes_second_is_told_so() -> None:
    said, client = word(), browser()
    page = client.get("/setup/")
    assert page.status_code == 200
    assert browser().post("/setup/", sent(said)).status_code == 302
    answer = client.post("/setup/", sent(said, name="另一所中学"))
    assert (answer.status_code, "Already set up" in answer.content.decode()) == (404, True)
    with refused("already_set_up"):
        set_up_school(code="two", name="另一所", preset="monthly-stars", as_first=True, at=timezone.now())
    assert School.objects.count() == 1


def test_the_command_takes_the_word_with_it() -> None:
    word()
    set_up_school(code="tenth", name="第十中学", preset="monthly-stars", at=timezone.now())
    assert not SetupWord.objects.exists()


@pytest.mark.parametrize(
    ("host", "secure", "address", "overheard"),
    [
        ("127.0.0.1:8000", False, "127.0.0.1", False),
        ("localhost", False, "::1", False),
        ("192.168.1.20:8000", False, "192.168.1.31", True),
        ("192.168.1.20:8000", True, "192.168.1.31", False),
        ("stars.example.cn", False, "127.0.0.1", True),
        ("localhost", False, "192.168.1.31", True),
    ],
)
def test_over_a_network_in_the_clear_the_page_says_so(
    settings: Settings, host: str, secure: bool, address: str, overheard: bool
) -> None:
    word()
    settings.ALLOWED_HOSTS = ["*"]
    answer = browser().get("/setup/", secure=secure, headers={"host": host}, REMOTE_ADDR=address)
    text = answer.content.decode()
    assert ("This page is not encrypted" in text) is overheard
    assert not overheard or text.index("This page is not encrypted") < text.index('type="password"')


def test_the_installations_own_address_is_shown_and_kept_out_of_the_school(settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://stars.example.cn"
    said, client = word(), browser()
    field = re.findall(r"<input[^>]*paper_address[^>]*>", client.get("/setup/").content.decode())
    assert ["disabled" in one and "https://stars.example.cn" in one for one in field] == [True]
    client.post("/setup/", sent(said, paper_address="https://elsewhere.example.cn"))
    assert School.objects.get().paper_address == ""


def test_every_preset_is_explained_in_three_sentences() -> None:
    assert next(code for code, _name, _text in explained()) == "monthly-stars"
    for language, stop in (("en", "."), ("zh-hans", "。")):
        with translation.override(language):
            counted = {code: text.count(stop) for code, _name, text in explained()}
        assert counted == dict.fromkeys(available_presets(), 3), language


@pytest.mark.parametrize(("name", "code"), [("阳光实验学校", "ygsyxx"), ("No. 10 School", "ns"), ("★", "school")])
def test_a_school_gets_a_short_name(name: str, code: str) -> None:
    assert code_of(name) == code
