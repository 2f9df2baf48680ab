"""The columns of a list: fields of a django-import-export resource that know how page and workbook show them, too."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import pgettext
from import_export.fields import Field
from import_export.widgets import Widget

from starrating.joiners import MINUS, in_a_row, signed

Cell = str | int | float | None


class Kind(StrEnum):
    """Whether a cell is text, as a number that is a name stays (a school number), or something to calculate with."""

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"


class Plain(Widget):  # type: ignore[misc]  # the package has no types
    """Render a value as a cell. Days are text, so that every program shows them alike; times are the school's own."""

    def render(self, value: object, obj: object = None, **_options: object) -> Cell:
        if isinstance(value, bool):
            return pgettext("cell", "yes") if value else ""
        if isinstance(value, int | float) or value is None:
            return value
        if isinstance(value, dt.datetime):
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, list | tuple):
            return in_a_row(str(one) for one in value)
        return str(value)


class Words(Widget):  # type: ignore[misc]
    """Render a value by a function of it (a time is the school's own); what is not there as an empty text."""

    def __init__(self, words: Callable[[Any], str]) -> None:
        super().__init__()
        self.words = words

    def render(self, value: object, obj: object = None, **_options: object) -> Cell:
        if value is None:
            return ""
        return self.words(timezone.localtime(value) if isinstance(value, dt.datetime) else value)


class Column(Field):  # type: ignore[misc]
    """A column of the page and of its file: ``attribute`` leads from a row to the value (``student__number``).

    A method ``dehydrate_<name>`` of the resource may give the value instead, or ``dehydrate_method``, a function of the
    row. ``width`` is in characters of a workbook. On the page the column that ``heads`` a row names it; a cell is a
    link to the address ``link`` by the ``key`` of the row, a badge of the state to which ``badge`` leads, what
    ``template`` prints of the ``row``, or the value: a day as ``date`` says, ``empty`` where there is none.
    """

    on_page = in_file = True
    unnamed = False

    def __init__(
        self,
        attribute: str | None = None,
        column_name: str | Promise = "",
        *,
        widget: Widget | None = None,
        dehydrate_method: Callable[[Any], object] | None = None,
        kind: Kind = Kind.TEXT,
        width: float = 10,
        heads: bool = False,
        link: str = "",
        key: str = "pk",
        badge: str = "",
        template: str = "",
        date: str = "",
        empty: str = "",
        css: str = "",
    ) -> None:
        super().__init__(attribute, column_name, widget or Plain(), readonly=True, dehydrate_method=dehydrate_method)
        self.kind, self.width, self.heads = kind, width, heads
        self.link, self.key, self.badge, self.template = link, key, badge, template
        self.date, self.empty, self.css = date, empty, css

    @property
    def is_number(self) -> bool:
        return self.kind is not Kind.TEXT

    def get_value(self, instance: Any) -> object:
        """Return the value itself. A step that is not there is a mistake of the program, not an empty cell."""
        return value_at(instance, self.attribute) if self.attribute else None

    def attributes(self, label: str, *, nought: bool = False) -> str:
        """Return the attributes of a cell on a page, with the ``label`` that it bears on phones."""
        look = " ".join(filter(None, ("num" if self.is_number else "", "nought" if nought else "", self.css)))
        given = [("scope", "row")] if self.heads else [("class", look), ("data-label", label)]
        return format_html_join("", ' {}="{}"', ((name, value) for name, value in given if value))

    def shown(self, value: object) -> object:
        """Return what is printed. A nought is shown as one."""
        if value is None or value == "":
            return self.empty
        if self.date and isinstance(value, dt.date):
            local = timezone.localtime(value) if isinstance(value, dt.datetime) else value
            return formats.date_format(local, self.date)
        if self.kind is Kind.DECIMAL:
            return f"{value:.1f}".replace("-", MINUS)
        rendered = self.widget.render(value)
        return signed(rendered) if self.is_number and isinstance(rendered, int) and rendered < 0 else rendered


class FileColumn(Column):
    """A column that the page shows otherwise, or not at all."""

    on_page = False


class PageColumn(Column):
    """A column that no file has: what can be done with a row, or what other columns of the file say apart.

    The heading of an ``unnamed`` one is for screen readers only.
    """

    in_file = False

    def __init__(self, *args: Any, unnamed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unnamed = unnamed


def value_at(row: Any, path: str) -> object:
    """Follow ``path`` from ``row``: attributes, places or keys (``cells__2``), a method at the end."""
    value = row
    for step in path.split("__"):
        if value is None:
            return None
        value = value[int(step)] if step.isdecimal() else getattr(value, step)
    return value() if callable(value) else value


def for_programs(value: object) -> Cell:
    """Write times in the school's own zone, days as 2025-09-01, yes and no as 1 and 0, nothing as an empty cell."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return value if isinstance(value, int | str) else None
