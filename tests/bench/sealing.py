"""Measures whether sealing costs whoever saves anything: whole sheets saved with and without a sealer beside.

The sealer is a process of its own that seals every five seconds, where the worker does so each minute. It rests and
goes on by turns, so that both kinds of saves meet the same machine. Run by ``make bench``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from awards.models import ClassRound
from awards.sheets import entering
from awards.sheets.entering import Change
from starrating.operations.seal_models import Seal, SealedRow
from students.models import User
from tests.bench.conftest import url_of_the_database
from tests.factories import items_of, make_class, make_homeroom, make_school, make_sheet, moment, pupils_of

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, MOST_RATIO = 40, 1.05
SEALER = """
import django, os, sys, time
django.setup()
from starrating.operations.seals import closing
while True:
    if not os.path.exists(sys.argv[1]):
        closing.keep_sealed()
    time.sleep(5)
"""


@pytest.fixture
def pause(tmp_path: Path) -> Iterator[Path]:
    """A sealer beside the test: it rests while this file is there."""
    environment = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": url_of_the_database(),
        "DJANGO_SETTINGS_MODULE": "starrating.settings",
    }
    mark = tmp_path / "pause"
    process = subprocess.Popen([sys.executable, "-c", SEALER, str(mark)], cwd=settings.BASE_DIR, env=environment)
    try:
        yield mark
    finally:
        process.kill()
        process.wait()


@contextmanager
def resting(mark: Path) -> Iterator[None]:
    mark.touch()
    # Until it is done with what it is at.
    time.sleep(0.6)
    try:
        yield
    finally:
        mark.unlink()


def test_sealing_costs_a_writer_nothing(pause: Path) -> None:
    sheet = make_sheet(make_class(make_school(), 3), pupils=48)
    teacher = make_homeroom(sheet.school_class)
    until_it_seals()
    beside, alone = [], []
    for turn in range(ROUNDS):
        # Names go on first and off again then, by turns the one and the other beside a sealer.
        for wanted in (True, False):
            if wanted == (turn % 2 == 0):
                beside.append(seconds(sheet, teacher, wanted=wanted))
            else:
                with resting(pause):
                    alone.append(seconds(sheet, teacher, wanted=wanted))
    ratio = statistics.median(beside) / statistics.median(alone)
    told = f"{statistics.median(beside) * 1000:.1f} ms beside a sealer, {statistics.median(alone) * 1000:.1f} ms alone"
    print(f"\n{connection.vendor}: {told}, ratio {ratio:.3f}, seals {Seal.objects.count()}")  # noqa: T201
    assert SealedRow.objects.exists()
    assert ratio <= MOST_RATIO


def seconds(sheet: ClassRound, teacher: User, *, wanted: bool) -> float:
    """Put three names under every star, or take them off again; give how long that takes."""
    changes = [
        Change(student.pk, item.pk, wanted=wanted)
        for place, item in enumerate(items_of(sheet))
        for student in pupils_of(sheet)[place * 3 : place * 3 + 3]
    ]
    begun = time.perf_counter()
    entering.save_lines(ClassRound.objects.get(pk=sheet.pk), changes, by=teacher, at=moment(sheet.round.ends_on))
    return time.perf_counter() - begun


def until_it_seals() -> None:
    """Wait until the sealer has closed its first seal."""
    deadline = time.monotonic() + 60
    while not Seal.objects.exists():
        assert time.monotonic() < deadline, "nothing is sealed"
        time.sleep(0.1)
