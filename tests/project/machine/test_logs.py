"""What the log says, and where."""

import logging
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from starrating.settings import LOGGING
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
    assert all(handler["filters"] == ["refusals", "secrets"] for handler in LOGGING["handlers"].values())


def test_tests_do_not_write_into_the_log_of_the_installation() -> None:
    files = [Path(one.baseFilename) for one in logging.getLogger().handlers if isinstance(one, logging.FileHandler)]
    assert [one for one in files if one.name == "starrating.log" and settings.VAR_DIR in one.parents] == []
