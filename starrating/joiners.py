"""What stands between two texts of the data, so that each language has its own marks; and the one minus sign."""

from collections.abc import Iterable

from django.utils.translation import ngettext, pgettext

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


def in_a_row(names: Iterable[object], *, at_most: int | None = None) -> str:
    """List names: 林晓雯、王䶮 or A, B and C; of a longer list ``at_most`` so many, and how many more there are."""
    said, between = [str(name) for name in names], pgettext("between two names of a list", ", ")
    if more := len(said[at_most:]) if at_most else 0:
        words = {"names": between.join(said[:at_most]), "count": more}
        return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % words
    last = pgettext("before the last name of a list", " and ")
    return last.join([*filter(None, [between.join(said[:-1])]), *said[-1:]])


def in_a_series(parts: Iterable[object]) -> str:
    """List what may hold commas itself: 姓名：王䶮；座号：3."""
    return pgettext("between two parts of a series", "; ").join(str(part) for part in parts)


def signed(number: int, *, plus: bool = False) -> str:
    """Write a whole number with − (U+2212) where it is below nought; with ``plus`` also + where it is above."""
    return (f"{number:+d}" if plus else f"{number:d}").replace("-", MINUS)
