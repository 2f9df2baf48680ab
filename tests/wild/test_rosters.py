"""Every folder of rosters in the shapes that schools have: each of its kinds, and what it comes to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from students.pupils.movements import transfer_out
from tests.factories import make_office, moment
from tests.wild.rosters import SHAPES, Shape
from tests.wild.world import TODAY, make_world, read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_roster_in_the_shape_that_a_school_has(shape: Shape) -> None:
    world = make_world()
    if shape.folder == 45:
        transfer_out(world.pupils[3], on=dt.date(2025, 11, 3), by=make_office(world.school), at=moment(TODAY))
    with translation.override("en"):
        found = read(world, shape.kind, shape.name, shape.content, shape.answers)
        said = "\n".join(str(one) for one in found.findings)
    assert (found.told, found.blocked, found.asked or shape.asks) == (
        shape.told,
        shape.blocked,
        shape.asks or found.asked,
    )
    assert shape.says in said
    # Whatever a file holds, no identity number is told again.
    assert "110101201405058888" not in said


def test_every_folder_of_rosters_has_its_shapes() -> None:
    kinds = {number: sum(shape.folder == number for shape in SHAPES) for number in (*range(1, 20), 45)}
    assert {number for number, count in kinds.items() if count < 3} <= {9, 16}
