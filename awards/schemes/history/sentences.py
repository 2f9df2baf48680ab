"""What changed between two versions of a scheme, as sentences for whoever lives under it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _, pgettext

from awards.rules.scheme.changes import ORDER, Change, changes
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes.editor.parts import PARTS, Part, part_of
from awards.schemes.labels import key_words, value_words
from awards.schemes.numbers import is_said, number_words, quota_words
from starrating.days import month_name
from starrating.joiners import in_a_row

# Texts too long to stand behind an arrow: only how they read now is said.
LONG = ("guiding_idea", "words.committee_members")
# Names for narrow places, which no rule turns on.
UNSAID = ("items.short_name",)
# One rule of several keys, said in one sentence.
QUOTA = "caps.item_quota"


def said_by_part(old: SchemeSpec, new: SchemeSpec) -> list[tuple[Part, list[str]]]:
    """Give the sentences by the parts of a scheme; parts in which nothing changed are left out."""
    found: dict[str, list[str]] = {}
    for change in changes(old, new):
        # A rule of several changes is said once.
        said = found.setdefault(part_of(change.path).code, [])
        said.extend(sentence for sentence in _sentences(change, old, new) if sentence not in said)
    return [(part, found[part.code]) for part in PARTS.values() if found.get(part.code)]


def _sentences(change: Change, old: SchemeSpec, new: SchemeSpec) -> Iterator[str]:
    if change.path in UNSAID or not (is_said(change.path, old) or is_said(change.path, new)):
        return
    if change.old is None or change.new is None:
        yield _come_or_gone(change)
    elif change.path.startswith(QUOTA):
        yield _arrow(key_words(f"{QUOTA}.number"), quota_words(old), quota_words(new))
    elif change.path.endswith(f".{ORDER}"):
        yield _("%(what)s: now %(order)s") % {"what": key_words(change.path), "order": in_a_row(change.new)}
    elif change.path in LONG:
        yield _("%(what)s: now “%(text)s”") % {"what": key_words(change.path), "text": change.new}
    elif isinstance(change.old, tuple) and change.path != "items.months":
        yield from _lines(change)
    else:
        yield _arrow(_where(change), _value(change, change.old, old), _value(change, change.new, new))


def _arrow(what: str, old: str, new: str) -> str:
    return pgettext("change of a scheme", "%(what)s: %(old)s → %(new)s") % {"what": what, "old": old, "new": new}


def _come_or_gone(change: Change) -> str:
    words = {"what": key_words(change.path), "name": change.row}
    if change.old is None:
        return pgettext("change of a scheme", "%(what)s: “%(name)s” is new") % words
    return pgettext("change of a scheme", "%(what)s: “%(name)s” is no longer there") % words


def _lines(change: Change) -> Iterator[str]:
    """Say which lines of a list of texts came and went; where only their order differs, that it does."""
    where = _where(change)
    came = [line for line in change.new if line not in change.old]
    gone = [line for line in change.old if line not in change.new]
    for line in came:
        yield _("%(what)s: new “%(text)s”") % {"what": where, "text": line}
    for line in gone:
        yield _("%(what)s: no longer “%(text)s”") % {"what": where, "text": line}
    if not came and not gone:
        yield _("%(what)s: in another order") % {"what": where}


def _where(change: Change) -> str:
    label = key_words(change.path)
    return f"{change.row} · {label}" if change.row else label


def _value(change: Change, value: Any, spec: SchemeSpec) -> str:
    if change.path == "items.months":
        return _months(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return number_words(change.path, value, [level.name for level in spec.levels])
    return value_words(value)


def _months(value: Sequence[int]) -> str:
    return in_a_row(month_name(number) for number in sorted(value)) or pgettext("of an item", "every month")
