"""A published scheme refuses every change, whoever asks and however; a draft takes them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import IntegrityError, connection, models, transaction

from awards.guards import BALLOTS, PUBLISHED, SETTLED
from awards.models import ExamKind, Ground, Level, Scheme, StarItem, Step
from awards.schemes import drafts
from awards.schemes.rows import spec_of
from starrating.operations import guards as operations_guards
from starrating.texts import guards as texts_guards
from students import guards as students_guards
from tests.factories import TERM_START, make_administrator, make_scheme, make_school, moment

pytestmark = pytest.mark.django_db

NOW = moment(TERM_START)
ROWS: list[type[models.Model]] = [StarItem, Level, Step, Ground, ExamKind]


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """As the migrations leave the database."""
    for guard in PUBLISHED:
        guard.put(connection)
    yield
    for guard in PUBLISHED:
        guard.take_off(connection)


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match="a published scheme never changes"), transaction.atomic():
        act()


def test_the_migrations_freeze_it(frozen_by_migrations: frozenset[str]) -> None:
    tables: list[type[models.Model]] = [Scheme, *ROWS]
    others = (*BALLOTS, *SETTLED, *operations_guards.GUARDS, *students_guards.GUARDS, *texts_guards.GUARDS)
    settled = {guard.table for guard in others} & frozen_by_migrations
    assert frozen_by_migrations - settled == {model._meta.db_table for model in tables}
    assert {"awards_starentry", "awards_nomination", "awards_decision", "awards_classround"} <= settled


def test_the_version_itself() -> None:
    version = make_scheme(make_school())
    refused(lambda: Scheme.objects.update(quota_number=9))
    refused(version.save)
    refused(lambda: Scheme.objects.filter(pk=version.pk).update(state="draft"))
    refused(lambda: connection.cursor().execute("DELETE FROM awards_scheme"))
    assert Scheme.objects.get().quota_number != 9


@pytest.mark.parametrize("model", ROWS)
def test_its_rows(model: type[models.Model]) -> None:
    version = make_scheme(make_school())
    rows = model._default_manager.filter(scheme=version)
    before = list(rows.order_by("pk").values())
    assert before
    refused(lambda: rows.update(scheme=version))
    refused(rows.delete)
    copy = rows.order_by("pk")[0]
    copy.pk, copy._state.adding = None, True
    refused(lambda: copy.save(force_insert=True))
    assert list(rows.order_by("pk").values()) == before


def test_a_draft_is_written_and_dropped_as_often_as_it_takes() -> None:
    school = make_school()
    chief, version = make_administrator(school), make_scheme(school)
    draft = drafts.start_draft(school, spec_of(version), by=chief, at=NOW)
    Scheme.objects.filter(pk=draft.pk).update(quota_number=9)
    Level.objects.filter(scheme=draft).delete()
    drafts.delete_draft(draft, by=chief, at=NOW)
    assert [row.pk for row in Scheme.objects.all()] == [version.pk]
    again = drafts.start_draft(school, spec_of(version), by=chief, at=NOW)
    drafts.publish(again, by=chief, at=NOW)
    refused(lambda: Scheme.objects.filter(pk=again.pk).update(quota_number=9))
