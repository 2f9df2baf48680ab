"""Sixty files spoilt by chance; `make bench` tries five thousand."""

from __future__ import annotations

import pytest

from starrating.text import Level
from tests.hostile.kinds import grids, make_pupils, readers, shapes
from tests.hostile.making.content import xlsx
from tests.hostile.making.mutating import mutant
from tests.hostile.trying import tried

pytestmark = pytest.mark.django_db


def test_whatever_is_wrong_with_a_file_there_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tried(make_pupils(), range(60), monkeypatch)
    assert seen.broken == []
    assert seen.died == []
    assert sum(seen.outcomes.values()) == 60
    assert set(seen.outcomes) == {"refused with a sentence", "read with remarks", "read"}
    assert len(seen.kinds) == 6


def test_the_files_are_sound_before_they_are_spoilt() -> None:
    pupils = make_pupils()
    read = readers(pupils)
    for kind, grid in {**grids(pupils), **shapes(pupils)}.items():
        outcome = read[kind.partition(":")[0]]("文件.xlsx", xlsx(grid))
        assert [str(one) for one in outcome.findings if one.level is Level.ERROR] == []
        assert outcome.accepted


def test_a_seed_makes_the_same_file_again() -> None:
    known = grids(make_pupils())
    assert [mutant(known, seed).how for seed in range(30)] == [mutant(known, seed).how for seed in range(30)]
