"""Every folder of exams, staff tables, violations and month sheets, and further spellings of all."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.wild.rosters import Shape
from tests.wild.spellings import SHAPES as SPELLINGS
from tests.wild.tables import SHAPES
from tests.wild.world import make_world, read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shape", [*SHAPES, *SPELLINGS], ids=str)
def test_a_table_in_the_shape_that_a_school_has(shape: Shape) -> None:
    world = make_world()
    with translation.override("en"):
        found = read(world, shape.kind, shape.name, shape.content, shape.answers)
        said = "\n".join(str(one) for one in found.findings)
    told = shape.told if not shape.blocked else found.told
    assert (found.told, found.blocked) == (told, shape.blocked), said
    assert set(shape.asks) <= set(found.asked)
    assert shape.says in said


def test_every_folder_of_tables_has_three_shapes_at_least() -> None:
    counts = {number: sum(shape.folder == number for shape in SHAPES) for number in (*range(20, 32), 40, 41, 42)}
    assert all(count >= 3 for count in counts.values()), counts
