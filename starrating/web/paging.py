"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

# About seven screens of a phone.
A_PAGE = 30
# Rows of few words: a usual class stands on one page.
SHORT_ROWS = 50


def page_of(rows: Any, request: HttpRequest, most: int = A_PAGE, *, name: str = "page") -> Page[Any]:
    """Give the page of ``rows`` that the address asks for by ``name``; a number that there is not gives the nearest."""
    return Paginator(rows, most).get_page(request.GET.get(name))
