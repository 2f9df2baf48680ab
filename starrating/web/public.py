"""The mark of a page that needs no sign-in."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def public(view: View) -> View:
    """Open a view to everybody, said in its `public` attribute: a route without it or a role fails a test."""
    marked: View = login_not_required(view)
    marked.public = True  # type: ignore[attr-defined]
    return marked
