"""Movements only grow. Last in order: a rebuilt table loses its triggers on SQLite."""

from django.db import migrations

from starrating.db.triggers import append_only_operations


class Migration(migrations.Migration):
    dependencies = [("students", "0001_initial")]
    operations = [
        *append_only_operations("students_movement"),
    ]
