"""What a school calls its own office, for texts that have no school at hand.

It goes as with the language: whoever serves somebody says once in whose words, and the text is filled in when it is
shown. So labels of tables that stand in the code, refusals and pages all take ``%(office)s`` from here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, cast

from django.utils.functional import Promise, lazy
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_ask: ContextVar[Callable[[], object] | None] = ContextVar("own_words", default=None)


@contextmanager
def in_words_of(ask: Callable[[], object]) -> Iterator[None]:
    """Let texts inside speak as the ``school`` of what ``ask`` gives, such as an account.

    The school is found by the field's name: this module knows no app.
    """
    token = _ask.set(ask)
    try:
        yield
    finally:
        _ask.reset(token)


def office_name() -> str:
    """Name the office of the school that is served; a general word where there is none, as in the documents."""
    ask = _ask.get()
    school = getattr(ask(), "school", None) if ask is not None else None
    return str(getattr(school, "office_name", "")) or pgettext("of no school in particular", "office")


def in_own_words(text: str | Promise, **values: object) -> str:
    """Fill in a text that names ``%(office)s``, with what else it names."""
    return str(text) % {"office": office_name(), **values}


def in_own_words_lazy(text: Promise) -> "_StrPromise":
    """Give the same for a label that is made once and shown to many schools."""
    return cast("_StrPromise", lazy(in_own_words, str)(text))


OFFICE = cast("_StrPromise", lazy(office_name, str)())
