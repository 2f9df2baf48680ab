"""Days in words, and texts beside each other, in every template: no template writes a date or a mark of its own."""

import datetime as dt
from collections.abc import Iterable

from django import template

from starrating import days, joiners

register = template.Library()


@register.filter
def in_words(day: dt.date | None) -> str:
    """Print a day in a sentence: 12月2日, with its year outside the school year under way; nothing for none."""
    return days.short_day(day) if day else ""


@register.filter
def in_full(day: dt.date | None) -> str:
    """Print a day with its year, as on papers; nothing for none."""
    return days.long_day(day) if day else ""


@register.filter
def moment_in_words(at: dt.datetime | None) -> str:
    """Print day and time in a sentence: 12月2日 21:03; nothing for none."""
    return days.short_moment(at) if at else ""


@register.filter
def signed(number: int) -> str:
    """Print a number that may be below nought, with the sign −."""
    return joiners.signed(number)


@register.filter
def explained_by(what: object, detail: object) -> str:
    """Print a text and behind it what explains it: `{{ star|explained_by:reason }}`."""
    return joiners.explained_by(what, detail)


@register.filter
def beside(one: object, other: object) -> str:
    """Print two facts beside each other: `{{ who|beside:day }}`."""
    return joiners.beside(one, other)


@register.filter
def in_a_row(names: Iterable[object]) -> str:
    """Print names as a list."""
    return joiners.in_a_row(names)
