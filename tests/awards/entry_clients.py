"""What the tests of the homeroom teacher's pages share."""

from __future__ import annotations

from collections.abc import Sequence

from django.test import Client

from awards.models import ClassRound, Nomination, StarItem
from students.models import User
from tests.clients import FormClient


def sign_in(user: User) -> Client:
    client = FormClient()
    client.force_login(user)
    return client


def names_under(sheet: ClassRound, star: StarItem) -> list[str]:
    """Names that stand under the star, in their places."""
    lines = Nomination.objects.placed().filter(class_round=sheet, item=star)
    return list(lines.values_list("student__name", flat=True))


def statements(queries: Sequence[dict[str, str]]) -> list[str]:
    """What the database was asked: without the marks of transactions, which are no question."""
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return [query["sql"] for query in queries if not query["sql"].startswith(marks)]
