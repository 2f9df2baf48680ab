"""How long the record of readings takes to answer over five million rows, and what one row costs a page.

``.venv/bin/python -m pytest -n 0 -q -s tests/bench/readings.py``, on PostgreSQL with ``DATABASE_URL``; READINGS=500000
for fewer rows. Prints the slowest of three and judges only that each answer is there within five seconds.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from starrating.operations import readings
from starrating.operations.models import Reading
from students.models import Student, User
from tests.clients import FormClient
from tests.factories import make_administrator, make_school, moment
from tests.project.routes.matrix_world import TODAY

pytestmark = pytest.mark.django_db

ROWS = int(os.environ.get("READINGS", "5000000"))
PUPILS, ACCOUNTS, SECONDS_BETWEEN = 2000, 120, 18
SINCE = "2023-09-01"
PATIENCE = 5.0

_COLUMNS = "account_id, school_id, what, object_key, student_key, at, sitting"
_VALUES = "{account} + (i * 7) % {accounts}, {school}, 'awards:violation', {text}, {pupil} + (i * 11) % {pupils}"
FILL = {
    "postgresql": f"INSERT INTO operations_reading ({_COLUMNS}) SELECT {_VALUES}, "
    "timestamptz '{since}' + i * interval '{seconds} seconds', md5((i / 40)::text) "
    "FROM generate_series(1, {rows}) AS i",
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
    f"INSERT INTO operations_reading ({_COLUMNS}) SELECT {_VALUES}, "
    "datetime('{since}', (i * {seconds}) || ' seconds'), printf('%032x', i / 40) FROM n",
}


def say(*words: object) -> None:
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")


def slowest(what: str, act: Callable[[], object]) -> None:
    times = []
    for _time in range(3):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    say(f"{what}: {max(times):.3f} s")
    assert max(times) <= PATIENCE, what


@contextmanager
def indexes_made_afterwards() -> Iterator[None]:
    """Millions of rows are there sooner where each index is made once; SQLite has no need of it."""
    if connection.vendor == "sqlite":
        yield
        return
    with connection.schema_editor() as editor:
        for constraint in Reading._meta.constraints:
            editor.remove_constraint(Reading, constraint)
        for index in Reading._meta.indexes:
            editor.remove_index(Reading, index)
    yield
    with connection.schema_editor() as editor:
        for constraint in Reading._meta.constraints:
            editor.add_constraint(Reading, constraint)
        for index in Reading._meta.indexes:
            editor.add_index(Reading, index)


def fill(account: int, pupil: int, school: int) -> None:
    text = "i::text" if connection.vendor == "postgresql" else "CAST(i AS TEXT)"
    values = {"account": account, "accounts": ACCOUNTS, "school": school, "text": text, "pupil": pupil}
    values |= {"pupils": PUPILS, "since": SINCE, "seconds": SECONDS_BETWEEN, "rows": ROWS}
    with indexes_made_afterwards(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Millions at once take longer than a page may, and nobody needs each foreign key looked up.
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL session_replication_role = replica")
        cursor.execute(FILL[connection.vendor].format(**values))
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE operations_reading")


def test_both_questions_over_all_rows() -> None:
    school = make_school()
    admin = make_administrator(school)
    made = [User(school=school, name="读者", username=f"reader{number}") for number in range(ACCOUNTS)]
    first_account = min(user.pk for user in User.objects.bulk_create(made))
    pupils = [Student(school=school, number=f"{number:06}", name="学生") for number in range(PUPILS)]
    first_pupil = min(pupil.pk for pupil in Student.objects.bulk_create(pupils))
    begun = time.perf_counter()
    fill(first_account, first_pupil, school.pk)
    say(f"\n{connection.vendor}, {Reading.objects.count():,} rows, made in {time.perf_counter() - begun:.0f} s")
    client = FormClient(headers={"accept-language": "en"})
    client.force_login(admin)
    of_pupil, of_account = {"number": "000007", "since": SINCE}, {"username": "reader7", "since": SINCE}

    def page(route: str, query: dict[str, str]) -> int:
        answer = client.get(reverse(route), query)
        return int(answer.context["page_obj"].paginator.count)

    def file(key: str, query: dict[str, str]) -> int:
        address = f"{reverse('reports:list_file', args=[key])}?" + "&".join(f"{k}={v}" for k, v in query.items())
        return len(client.post(address, {"format": "csv"}).content)

    say("rows:", page("students:pupil_readings", of_pupil), page("students:account_readings", of_account))
    slowest("who saw a pupil, page", lambda: page("students:pupil_readings", of_pupil))
    slowest("who saw a pupil, last page", lambda: page("students:pupil_readings", {**of_pupil, "page": "9999"}))
    slowest("what an account saw, page", lambda: page("students:account_readings", of_account))
    slowest("what an account saw, last page", lambda: page("students:account_readings", {**of_account, "page": "9999"}))
    slowest("who saw a pupil, file", lambda: file("pupil-readings", of_pupil))
    slowest("what an account saw, file", lambda: file("account-readings", of_account))
    options = {"pupil": "000007", "since": SINCE, "by": admin.username}
    words = [f"--{name}={value}" for name, value in options.items()]
    slowest("who saw a pupil, command", lambda: call_command("readings", *words, stdout=StringIO()))
    shown: readings.Shown = {"by": admin, "school_id": school.pk, "at": moment(TODAY)}
    begun = time.perf_counter()
    for number in range(200):
        with readings.sitting(str(number)):
            readings.record("awards:violation", number, first_pupil, shown)
    say(f"one row more: {(time.perf_counter() - begun) / 200 * 1000:.2f} ms")
