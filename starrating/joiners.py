"""What stands between two texts of the data, so that each language has its own marks; and the one minus sign."""

from collections.abc import Iterable

from django.utils.translation import pgettext

MINUS = "\u2212"


def explained_by(what: object, detail: object) -> str:
    """Put what explains a text behind it: 考试第一名：期末考试; the text alone where nothing explains it."""
    if detail in ("", None):
        return str(what)
    return pgettext("a text and what explains it", "%(what)s: %(detail)s") % {"what": what, "detail": detail}


def beside(one: object, other: object) -> str:
    """Put two facts of equal weight beside each other: 林建国，2026年12月2日; either alone where the other is empty."""
    if not one or not other:
        return str(one or other or "")
    return pgettext("two facts beside each other", "%(one)s, %(other)s") % {"one": one, "other": other}


def in_a_row(names: Iterable[object]) -> str:
    """List names: 林晓雯、王䶮."""
    return pgettext("between two names of a list", ", ").join(str(name) for name in names)


def signed(number: int, *, plus: bool = False) -> str:
    """Write a whole number with − (U+2212) where it is below nought; with ``plus`` also + where it is above."""
    return (f"{number:+d}" if plus else f"{number:d}").replace("-", MINUS)
