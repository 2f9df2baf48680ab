"""A class's sheet as a grid of pupils by stars, and as tiles to tap under each star."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import pgettext

from awards.models import LineSource, Nomination, StarItem
from awards.sheets.contents import Contents
from students.names.people import Person

# The cells are printed here and not by the template: 48 pupils by 11 stars in tags would cost four times as much.
_TICKED = '<td><input type="checkbox" name="on" value="{}" aria-label="{}" checked{}></td>'
_DECLARED = '<td class="declared"><input type="checkbox" name="on" value="{}" aria-label="{}"{}></td>'
_EMPTY = '<td><input type="checkbox" name="on" value="{}" aria-label="{}"{}></td>'


@dataclass(frozen=True)
class GridRow:
    pk: int
    name: str
    seat: int | None
    find: str
    count: int
    limit: int
    cells: str


@dataclass(frozen=True)
class Column:
    pk: int
    name: str
    count: int
    limit: int


@dataclass(frozen=True)
class Tile:
    value: str
    name: str
    seat: str
    on: bool
    count: int
    hint: bool
    declared: str


@dataclass(frozen=True)
class TileStar:
    """One star with a tile a pupil, in seat order; folded but for one that is ``open``."""

    item: StarItem
    tiles: list[Tile]
    limit: int
    open: bool

    @property
    def names(self) -> list[str]:
        return [tile.name for tile in self.tiles if tile.on]

    @property
    def count(self) -> int:
        return len(self.names)


def columns(contents: Contents) -> list[Column]:
    counts = Counter(line.item_id for line in contents.placed())
    return [Column(item.pk, item.short_name, counts[item.pk], contents.quota) for item in contents.items.values()]


def grid_rows(contents: Contents, *, writable: bool) -> list[GridRow]:
    """Give a row a pupil, in seat order."""
    on = cells_on(contents)
    counts, declared = contents.counts, declared_cells(contents)
    disabled = format_html("{}", "" if writable else " disabled")
    return [
        GridRow(
            pk=person.pk,
            name=person.name,
            seat=person.seat,
            find=f"{person.initials} {person.pinyin}",
            count=counts[person.pk],
            limit=contents.cap,
            cells=_cells(person, contents, (on, declared), disabled),
        )
        for person in contents.people.values()
    ]


def _cells(person: Person, contents: Contents, marks: tuple[frozenset[str], Mapping[str, str]], disabled: str) -> str:
    on, declared = marks
    parts = []
    for item in contents.items.values():
        value, label = f"{person.pk}:{item.pk}", f"{person.name} {item.short_name}"
        look = _TICKED if value in on else _EMPTY
        if value in declared:
            look, label = _DECLARED, f"{label} {declared[value]}"
        parts.append(format_html(look, value, label, disabled))
    return format_html_join("", "{}", ((part,) for part in parts))


def cells_on(contents: Contents) -> frozenset[str]:
    """Give the cells that are ticked, as the page names them: ``<pupil>:<star>``."""
    return frozenset(f"{line.student_id}:{line.item_id}" for line in contents.placed())


def declared_cells(contents: Contents) -> dict[str, str]:
    """Give the cells of names that are declared or nominated and take no place yet, each with its mark."""
    return {f"{line.student_id}:{line.item_id}": mark_of(line) for line in contents.proposed()}


def mark_of(line: Nomination) -> str:
    """Mark who put a name forward that takes no place yet: the pupil, or somebody else."""
    return on_behalf() if line.source == LineSource.BEHALF else pgettext("mark of a name", "declared")


def on_behalf() -> str:
    """Mark a name that somebody else put forward (A6)."""
    return pgettext("mark of a name", "on behalf")


def tile_stars(contents: Contents, item_pk: int | None, last_month: dict[int, set[int]]) -> list[TileStar]:
    """Give every star with its tiles; open is the one asked for, else the first."""
    on, counts, declared = cells_on(contents), contents.counts, declared_cells(contents)
    items = list(contents.items.values())
    first = next((item.pk for item in items if item.pk == item_pk), items[0].pk if items else 0)
    return [
        TileStar(
            item=item,
            tiles=[
                Tile(
                    value=f"{person.pk}:{item.pk}",
                    name=person.name,
                    seat=person.mark,
                    on=f"{person.pk}:{item.pk}" in on,
                    count=counts[person.pk],
                    hint=person.pk in last_month.get(item.pk, set()),
                    declared=declared.get(f"{person.pk}:{item.pk}", ""),
                )
                for person in contents.people.values()
            ],
            limit=contents.quota,
            open=item.pk == first,
        )
        for item in items
    ]
