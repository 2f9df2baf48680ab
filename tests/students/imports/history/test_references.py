"""What stands on a pupil is found in the models, so that a table that is new is not forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import translation

from students.imports.history.references import references, relations
from students.imports.history.tables import TABLES
from students.models import Student
from tests.students.factories import import_roster, school_with_administrator
from tests.students.imports.history.factories import staying, undone


@pytest.fixture
def new_model(transactional_db: None) -> Iterator[type[models.Model]]:
    """A table that somebody adds to the program, with a foreign key that has no way back."""

    class Locker(models.Model):
        owner = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "students"
            verbose_name_plural = "lockers"

        def __str__(self) -> str:
            return str(self.owner)

    with connection.schema_editor() as editor:
        editor.create_model(Locker)
    yield Locker
    with connection.schema_editor() as editor:
        editor.delete_model(Locker)
    del apps.all_models["students"]["locker"]
    apps.clear_cache()


def test_a_new_table_that_points_at_a_pupil_is_seen(new_model: type[models.Model]) -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    pupil = Student.objects.get(number="20250101")
    locker = new_model._default_manager.create(owner=pupil)
    assert [one.key for one in references(Student, [pupil.pk])[pupil.pk]][-1] == ("students.Locker", locker.pk)
    with translation.override("en"):
        assert "In use: lockers." in staying(undone(by)).values()
    assert Student.objects.get() == pupil


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.model.__name__)
def test_every_foreign_key_of_every_table_is_among_the_relations(table: object) -> None:
    model = table.model  # type: ignore[attr-defined]
    pointing = {
        (one._meta.label, field.name)
        for one in apps.get_models(include_auto_created=True)
        for field in one._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is model
    }
    found = {(one.related_model._meta.label, one.field.name) for one in relations(model)}
    assert found == pointing
