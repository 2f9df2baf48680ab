"""Faults are tried where their folder is named (``make faults``, `.ci/run`), and not by an ordinary run.

A run takes a minute or two, or an hour or two with ``FAULTS=long``; ``FAULTS_SEED`` repeats what was played at random.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.harness.installations import ENGINES, Builder

HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    asked = (Path(argument.partition("::")[0]).resolve() for argument in config.args)
    return None if any(path.is_relative_to(HERE) for path in asked) else True


@dataclass(frozen=True)
class Scale:
    """How much of everything is tried."""

    short: bool

    def of(self, long: int, short: int) -> int:
        return short if self.short else long

    def long_form(self) -> None:
        """Leave a control to the long form."""
        if self.short:
            pytest.skip("a control, played in the long form")

    def one_engine(self, builder: Builder, engine: str) -> None:
        """Leave the other engine to the long form."""
        if self.short and builder.engine != engine:
            pytest.skip("this engine is played in the long form")


@pytest.fixture(scope="session")
def scale() -> Scale:
    return Scale(short=os.environ.get("FAULTS") != "long")


@pytest.fixture
def rng(request: pytest.FixtureRequest, scale: Scale) -> random.Random:
    """What is played at random; the seed is said, so that it can be played again by ``FAULTS_SEED``.

    The short form is a gate, and says the same of the same commit.
    """
    seed = int(os.environ.get("FAULTS_SEED") or (1 if scale.short else random.SystemRandom().randrange(1_000_000)))
    print(f"\n{request.node.name}: FAULTS_SEED={seed}")
    return random.Random(seed)


@pytest.fixture(scope="session")
def builders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Builder]]:
    made = {engine: Builder(engine, tmp_path_factory.mktemp(engine)) for engine in ENGINES}
    try:
        yield made
    finally:
        for builder in made.values():
            builder.clear()


@pytest.fixture(params=ENGINES)
def builder(request: pytest.FixtureRequest, builders: dict[str, Builder]) -> Builder:
    return builders[request.param]
