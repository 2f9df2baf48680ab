"""The key that stands in a form: another one in each, and read by the view from what was sent."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from starrating.operations.idempotency import FIELD, sent_key
from tests.refusals import refused


def test_each_form_of_a_page_has_a_key_of_its_own() -> None:
    text = Template("{% load idempotency %}{% idempotency_key %}{% idempotency_key %}").render(Context())
    keys = re.findall(r'<input type="hidden" name="idempotency_key" value="([0-9a-f-]{36})">', text)
    assert len(set(keys)) == 2


def test_a_key_is_read_as_it_is_kept() -> None:
    sent = {"once": "once", "a\x00b": "ab", "k" * 99: "k" * 64}
    for value, key in sent.items():
        assert sent_key(RequestFactory().post("/", {FIELD: value})) == key


@pytest.mark.parametrize("sent", [{}, {FIELD: ""}, {FIELD: "\x00"}])
def test_a_form_without_a_key_is_refused(sent: dict[str, str]) -> None:
    with refused("no_key"):
        sent_key(RequestFactory().post("/", sent))
