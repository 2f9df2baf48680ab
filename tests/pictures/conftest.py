"""The browser of the tests, for the camera."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.browser.conftest import faults, signed_in_page, watched

__all__ = ["faults", "signed_in_page", "watched"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """A browser that is itself in Chinese: it writes the dates in their fields as it likes, not as the page says."""
    arguments = [*browser_type_launch_args["args"], "--lang=zh-CN"]
    chinese = dict.fromkeys(("LANG", "LANGUAGE", "LC_ALL"), "zh_CN.UTF-8")
    return {**browser_type_launch_args, "args": arguments, "env": {**os.environ, **chinese}}
