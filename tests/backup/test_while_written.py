"""A backup while many write: what was acknowledged before it began is in it, and no act is in it by half."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from starrating.backup.folder import write_into
from starrating.operations import audit
from starrating.operations.models import AuditEvent
from students.models import School, Student, User
from tests.backup.restored import WORDS, restored
from tests.factories import make_administrator, make_school, moment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("other_databases", "folders")]
WRITERS, AT = 32, moment(dt.date(2025, 12, 1))


class Writers:
    """So many people who each save one pupil after the other; ``saved`` are the numbers that were acknowledged."""

    def __init__(self, school: School, by: User) -> None:
        self.school, self.by = school, by
        self.saved: set[str] = set()
        self.ended: list[int] = []
        self._stop, self._begun = threading.Event(), threading.Barrier(WRITERS + 1, timeout=60)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let all write from before the block until after it; each has saved something when it begins."""
        threads = [threading.Thread(target=self._write, args=(place,)) for place in range(WRITERS)]
        for thread in threads:
            thread.start()
        try:
            self._begun.wait()
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _write(self, place: int) -> None:
        try:
            for number in itertools.count():
                self._save(f"W{place}-{number}")
                if number == 0:
                    self._begun.wait()
                if self._stop.is_set():
                    return
        finally:
            connection.close()
            self.ended.append(place)

    def _save(self, number: str) -> None:
        with transaction.atomic():
            pupil = Student.objects.create(school=self.school, number=number, name="林晓雯")
            audit.record("pupil.moved", pupil, by=self.by, at=AT, school_id=self.school.pk, new={"number": number})
        self.saved.add(number)


def test_what_was_acknowledged_before_it_began_is_in_it(tmp_path: Path, empty: str) -> None:
    school = make_school()
    writers = Writers(school, make_administrator(school))
    with writers.at_work():
        before = set(writers.saved)
        path, _manifest = write_into(tmp_path / "disk", WORDS, at=AT)
        assert writers.ended == [], "each still writes when the backup is done"
    assert len(before) >= WRITERS
    restored(path, empty)
    found = set(Student.objects.using(empty).values_list("number", flat=True))
    assert before - found == set()
    told = AuditEvent.objects.using(empty).filter(action="pupil.moved").values_list("new_codes__number", flat=True)
    assert set(told) == found
