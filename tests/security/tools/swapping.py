"""Requests of one school with what identifies a thing of the other in the place of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from students.models import Student
from tests.project.routes.matrix_rules import may, methods_of
from tests.project.routes.matrix_world import TODAY, Thing
from tests.project.routes.test_matrix import GUARDED, address, kind_of
from tests.security.tools.asking import Offer
from tests.security.tools.fuzzing import Drawn
from tests.security.tools.pages import Form
from tests.security.tools.sending import request
from tests.security.tools.twins import APART, Twins

Key = TypeVar("Key", int, str)
KEY = re.compile(r"(?<!\d)\d{7,8}(?!\d)")


def in_paths(twins: Twins, who: str) -> Iterator[Drawn]:
    """Every address that somebody may use, on every thing of the other school; of several numbers each by itself."""
    for route in (route for route in GUARDED if may(who, route) and kind_of(route)):
        kind = kind_of(route)
        for thing in mixed(twins.ours.things[kind][0], twins.theirs.things[kind]):
            for method in sorted(methods_of(route) - {"HEAD"}):
                yield Drawn(who, route, method, address(route, thing), {})


def mixed(own: Thing, theirs: Sequence[Thing]) -> Iterator[Thing]:
    if own.anywhere:
        return
    for thing in theirs:
        yield thing
        if len(own.args) > 1:
            for name, value in thing.args.items():
                # A kind or a part is a word, and the same in every school.
                if isinstance(value, int) and value > APART:
                    yield replace(own, args={**own.args, name: value})


def in_forms(twins: Twins, offer: Offer, each: int) -> Iterator[Drawn]:
    """Every number of a row of ours in a form, its names and values, by up to so many of the other school's."""
    form = offer.form
    for place, one in enumerate(form.fields):
        for text, swapped in ((one.name, "name"), (one.value, "value")):
            for other in others(twins, text, each):
                fields = list(form.fields)
                fields[place] = replace(one, **{swapped: other})
                yield Drawn(offer.who, f"{offer.page}, {one.name}", *request(replace(form, fields=tuple(fields))))
        if one.kind in ("text", "search", "textarea") and not one.value.isdecimal():
            for word in words(twins, each):
                yield Drawn(offer.who, f"{offer.page}, {one.name}", *request(form.with_value(place, word)))


def others(twins: Twins, text: str, each: int) -> Iterator[str]:
    for found in KEY.finditer(text):
        twin = twins.twin_of(int(found[0]))
        for key in spread(twin, each):
            yield text[: found.start()] + str(key) + text[found.end() :]


def spread(keys: Sequence[Key], each: int) -> Sequence[Key]:
    return keys[:: max(1, len(keys) // each)][:each]


def words(twins: Twins, each: int) -> list[str]:
    """What names somebody or something of the other school without the mark."""
    pupils = Student.objects.filter(pk__in=twins.foreign[Student]).order_by("pk")
    numbers = list(pupils.values_list("number", flat=True))
    return [*spread(numbers, each), *(user.username for user in list(twins.theirs.people.values())[:1])]


def foreign_rows(twins: Twins) -> list[tuple[str, str, str]]:
    """Give pupils of the other school as a file would name them: class, number, name, all without the mark."""
    return [
        (twins.theirs.classes[place].name_in(TODAY.year - 1), one.number, one.name)
        for place, pupils in twins.theirs.pupils.items()
        for one in pupils
    ]


def with_file(form: Form, name: str, content: bytes) -> tuple[str, str, dict[str, Any]]:
    [place] = [one for one in form.fields if one.kind == "file"][:1]
    return request(form, [(place.name, name, content)])
