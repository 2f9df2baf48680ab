"""Files in the shapes that schools have, spoilt by chance: each ends in findings, within time and memory."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from starrating.cells import reader
from tests import length
from tests.hostile.fork_server import ForkedParser
from tests.hostile.making.mutating import BYTES, Change
from tests.wild import rosters, tables
from tests.wild.rosters import Shape
from tests.wild.world import make_world, read

pytestmark = pytest.mark.django_db
SECONDS, KILOBYTES = 25, 512 * 1024


def test_whatever_is_wrong_with_a_shape_there_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    world, parser = make_world(), ForkedParser()
    monkeypatch.setattr(reader, "run_child", parser)

    @settings(max_examples=length.of(short=40, long=120), suppress_health_check=list(HealthCheck))
    @given(
        shape=st.sampled_from((*rosters.SHAPES, *tables.SHAPES)),
        dice=st.randoms(use_true_random=False),
        changes=st.lists(st.sampled_from(BYTES), min_size=1, max_size=3),
    )
    def spoilt(shape: Shape, dice: random.Random, changes: list[Change]) -> None:
        content = shape.content
        for change in changes:
            content = change(dice, content)
        began = time.monotonic()
        found = read(world, shape.kind, shape.name, content, shape.answers)
        assert found.told or found.blocked or found.findings
        assert time.monotonic() - began < SECONDS

    try:
        spoilt()
        assert parser.largest < KILOBYTES
    finally:
        parser.close()
