"""A scheme's keys and values in words: what the editor calls its fields, what a change and a problem are about."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy

from awards.schemes.rows import OFFICE, column_of, model_of
from students.models import School

PLACE = re.compile(r"\[(\d+)\]")
# Parts of the scheme, and keys that no column stands for.
NAMES: dict[str, Any] = {
    "principles": gettext_lazy("Principles"),
    "items": pgettext_lazy("of a scheme", "Items"),
    "items.order": gettext_lazy("Order of the items"),
    "items.public": gettext_lazy("On public lists"),
    "caps": gettext_lazy("Limits"),
    "steps": gettext_lazy("Steps"),
    "steps.order": gettext_lazy("Order of the steps"),
    "steps.due_days": gettext_lazy("Due: days after the round's last day (negative: before it)"),
    "exam_kinds": gettext_lazy("Kinds of exam"),
    "exam_kinds.order": gettext_lazy("Order of the kinds of exam"),
    "deductions.grounds": gettext_lazy("Grounds for deductions"),
    "deductions.grounds.order": gettext_lazy("Order of the grounds"),
    "levels": gettext_lazy("Levels"),
    "code": pgettext_lazy("of a scheme", "Code"),
    "file": pgettext_lazy("of a scheme", "File"),
}


def key_words(path: str) -> str:
    """Name the key of a scheme; places in lists do not matter, and an unknown key is its own name."""
    plain = PLACE.sub("", path)
    if plain in NAMES:
        return str(NAMES[plain])
    if plain == OFFICE:
        return capfirst(str(School._meta.get_field("office_name").verbose_name))
    table, _dot, name = plain.rpartition(".")
    column = column_of(table, name)
    known = {field.name: field for field in model_of(table)._meta.fields}
    return capfirst(str(known[column].verbose_name)) if column in known else plain


def place_words(path: str, document: Any) -> str:
    """Say where in a scheme a key stands, such as "Items 3 (诚信星): Stars"; ``document`` gives the row's name."""
    found = PLACE.search(path)
    if found is None:
        return key_words(path)
    part, number = path[: found.start()], int(found[1])
    row = {"part": key_words(part), "number": number, "name": _row_name(document, part, number)}
    where = (_("%(part)s %(number)d (%(name)s)") if row["name"] else _("%(part)s %(number)d")) % row
    rest = path[found.end() :].lstrip(".")
    if not rest:
        return where
    return _("%(where)s: %(key)s") % {"where": where, "key": key_words(path)}


def _row_name(document: Any, part: str, number: int) -> str:
    for key in part.split("."):
        document = document.get(key) if isinstance(document, dict) else None
    row = document[number - 1] if isinstance(document, list) and number <= len(document) else None
    return str(row.get("name", "")) if isinstance(row, dict) else ""


def value_words(value: Any) -> str:
    """Say a value as a person does: choices by their names, lists one by one, nothing as a dash."""
    if isinstance(value, bool):
        return pgettext("of a setting", "yes") if value else pgettext("of a setting", "no")
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(str(one) for one in value) or "–"
    return "–" if value in (None, "") else str(value)
