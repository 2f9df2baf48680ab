"""Every address says who may use it."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from students.permits.rows import areas
from tests.project.routes.matrix_rules import ADMIN_NAMESPACE, PUBLIC


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, address)
        else:
            yield address, entry


def names(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Each address's full name with its view."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            yield f"{prefix}{entry.name}", entry.callback


def declares(view: Any) -> bool:
    """Whether a view is guarded, or says that it is for everybody; never both."""
    return bool(getattr(view, "permitted", False)) != bool(getattr(view, "public", False))


def test_every_route_is_guarded_or_says_that_it_is_public() -> None:
    routes = list(patterns(get_resolver()))
    assert len(routes) > sum(len(area.permits) for area in areas())
    assert [address for address, pattern in routes if not declares(pattern.callback)] == []


def test_the_table_of_permits_names_exactly_the_routes_there_are() -> None:
    routes = {name: view for name, view in names(get_resolver()) if not name.startswith(ADMIN_NAMESPACE)}
    public = {name for name, view in routes.items() if getattr(view, "public", False)}
    rows = [permit.action for area in areas() for permit in area.permits]
    assert len(rows) == len(set(rows))
    assert set(rows) == set(routes) - public
    assert public == PUBLIC


def test_only_public_views_do_without_sign_in() -> None:
    open_without_word = [
        address
        for address, pattern in patterns(get_resolver())
        if not getattr(pattern.callback, "login_required", True) and not getattr(pattern.callback, "public", False)
    ]
    assert open_without_word == []
    assert "students.sessions.middleware.SignInFirstMiddleware" in settings.MIDDLEWARE


def test_every_route_has_a_name_of_its_own() -> None:
    names = [pattern.name for _, pattern in patterns(get_resolver())]
    assert None not in names
    assert sorted({name for name in names if names.count(name) > 1 and name}) == []
