"""Addresses and bodies that nobody's page sends: numbers no row has, encodings but one."""

from __future__ import annotations

import ast
import itertools
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import NoReverseMatch, reverse

from awards.schemes.presets import SCHEME_DIR, PresetError, parse_scheme
from starrating.forms.fields import SomeOf
from starrating.web.keys import LARGEST, key_in
from students.models import School
from tests.factories import make_administrator, make_office, make_school, make_term
from tests.project.source import modules

FAR = ["9" * 19, "9" * 20, "9" * 5000, "１２３" + "9" * 30, "-1", "1.5", "²"]
LISTS = [
    "/board/", "/to-do/month/", "/to-do/term/", "/objections/", "/movements/", "/figures/", "/papers/", "/exams/",
    "/settlement/", "/archive/", "/audit/", "/violations/", "/accounts/",
]  # fmt: skip
NAMES = ["round", "term", "page", "class", "month", "grade", "star", "pupil", "with", "scheme"]


@pytest.mark.parametrize("text", ["", None, *(one for one in FAR if one != "9" * 19), "9" * 19, "a", " 1"])
def test_what_no_row_has_is_no_key(text: str | None) -> None:
    assert key_in(text) is None


def test_a_key_is_read_up_to_the_largest() -> None:
    assert [key_in(text) for text in ("0", "7", str(LARGEST), str(LARGEST + 1))] == [0, 7, LARGEST, None]
    with pytest.raises(NoReverseMatch):
        reverse("awards:exam", args=["x"])


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
def test_no_number_in_an_address_breaks_a_page(address: str) -> None:
    school = make_school()
    make_term(school)
    for user in (make_office(school), make_administrator(school)):
        client = Client()
        client.force_login(user)
        for name, number in itertools.product(NAMES, FAR):
            assert client.get(address, {name: number}).status_code < 500, (name, number[:30])


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/exams/{}/", "/board/{}/", "/pupils/{}/", "/classes/{}/", "/terms/{}/"])
def test_a_row_that_cannot_be_is_not_found(path: str) -> None:
    client = Client()
    client.force_login(make_administrator(make_school()))
    assert {client.get(path.format(number)).status_code for number in ("9" * 18, "9" * 19, "9" * 20, "9" * 400)} == {
        404
    }


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "rot13", "idna", "gbk", "undefined", "no-such"])
@pytest.mark.parametrize("path", ["/sign-in", "/language", "/nowhere/"])
def test_a_body_in_another_encoding_is_refused_with_a_page(charset: str, path: str) -> None:
    answer = Client().generic(
        "POST", path, b"username=+AGE-\xff", f"application/x-www-form-urlencoded; charset={charset}"
    )
    assert answer.status_code == 415
    assert "<h1>" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_the_one_encoding_is_read(charset: str) -> None:
    make_school()
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert Client().generic("POST", "/sign-in", b"username=x&password=y", kind).status_code == 200


@pytest.mark.parametrize("digits", [30, 400, 4000, 5000])
def test_a_number_beyond_measure_in_a_scheme_is_a_sentence(digits: int) -> None:
    text = (SCHEME_DIR / "monthly-stars.toml").read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^self_report_max = [0-9]+", f"self_report_max = {'9' * digits}", text)
    assert changed != text
    with pytest.raises(PresetError) as error:
        parse_scheme(changed.encode(), "scheme.toml")
    assert error.value.problems


@pytest.mark.django_db
@pytest.mark.parametrize("number", [*FAR, "\x00", "", "x"])
def test_what_no_row_has_cannot_be_ticked(number: str) -> None:
    """Rows are ticked by their keys: one that is none, or larger than the database can compare, is not offered."""
    school = make_school()
    field = SomeOf(queryset=School.objects.all())
    with pytest.raises(ValidationError) as error:
        field.clean([str(school.pk), number])
    assert error.value.code == "invalid_choice"
    assert list(field.clean([str(school.pk)])) == [school]


def test_rows_are_ticked_by_no_other_field() -> None:
    others = [
        source.name
        for source in modules()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == "ModelMultipleChoiceField"
    ]
    assert others == ["starrating.forms.fields"]
