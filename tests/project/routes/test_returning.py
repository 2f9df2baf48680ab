"""No sign-in and no link leads to an address that takes POST alone."""

import re

from django.urls import get_resolver, resolve

from starrating.web.returning import page_at
from tests.project.routes.matrix_rules import ADMIN_NAMESPACE, methods_of
from tests.project.routes.test_routes import patterns

_VALUES = {"int": "7", "str": "x", "slug": "x", "path": "x", "uuid": "0b5d1f0e-3a5b-4f9e-9d3c-2f6a1f7c9e10"}


def addresses() -> list[str]:
    """Every address of the program outside the administration, with made-up numbers and words in it."""
    filled = [re.sub(r"<(?:(\w+):)?\w+>", lambda part: _VALUES.get(part[1] or "str", "7"), one) for one in raw()]
    return [f"/{one}" for one in filled]


def raw() -> list[str]:
    return [address for address, _pattern in patterns(get_resolver()) if not address.startswith("admin/")]


def shows(path: str) -> bool:
    """Whether the table of the matrix, written by hand, lets the address be opened."""
    name = resolve(path).view_name
    if name in {"choose_language", "sign_out", "awards:look_as", "awards:walk"}:
        return False
    return name.startswith(ADMIN_NAMESPACE) or "GET" in methods_of(name)


def test_no_address_that_only_takes_forms_is_led_to() -> None:
    paths = addresses()
    closed = [path for path in paths if not shows(path)]
    assert len(closed) > 80
    assert [path for path in closed if page_at(path) == path or not shows(page_at(path))] == []
    assert [path for path in paths if path not in closed and page_at(path) != path] == []
