"""What the log says, and where."""

import logging
import re
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from starrating.settings import LOGGING
from starrating.web import request_number
from starrating.web.context import error_number
from starrating.web.logs import RefusalsWithoutTrace


@pytest.mark.parametrize(("error", "traced"), [(PermissionDenied(), False), (ValueError("broken"), True)])
def test_a_refusal_is_a_line_and_what_broke_has_its_trace(error: Exception, traced: bool) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Forbidden: /board/", None, None)
    try:
        raise error
    except (PermissionDenied, ValueError):
        record.exc_info = sys.exc_info()
    assert RefusalsWithoutTrace().filter(record)
    line = logging.Formatter().format(record)
    assert line.startswith("Forbidden: /board/")
    assert ("Traceback" in line) is traced


def test_both_places_of_the_log_have_it() -> None:
    assert all(handler["filters"] == ["number", "refusals", "secrets"] for handler in LOGGING["handlers"].values())


def test_tests_do_not_write_into_the_log_of_the_installation() -> None:
    files = [Path(one.baseFilename) for one in logging.getLogger().handlers if isinstance(one, logging.FileHandler)]
    assert [one for one in files if one.name == "starrating.log" and settings.VAR_DIR in one.parents] == []


def test_each_request_has_a_number_of_its_own_while_it_is_answered() -> None:
    asked = RequestFactory().get("/")
    seen = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append((request_number.current(), vars(request)["number"], error_number(request)["error_number"]))
        return HttpResponse()

    for _time in range(2):
        request_number.RequestNumberMiddleware(answer)(asked)
    assert all(re.fullmatch("[0-9]{8}", first) and {first} == set(row) for first, *row in seen)
    assert seen[0] != seen[1]
    assert request_number.current() == ""


@pytest.mark.django_db
def test_what_django_says_of_an_answer_has_the_number_of_its_request(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(request_number.WithRequestNumber())
    answer = client.get("/no-such-page/")
    [record] = [one for one in caplog.records if one.name == "django.request"]
    assert vars(record)["request_number"] == vars(answer.wsgi_request)["number"] != ""
