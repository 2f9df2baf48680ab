"""A published version is what terms are held under. Last in order: a rebuilt table loses its triggers on SQLite."""

from django.db import migrations

from awards.schemes.frozen import PUBLISHED
from starrating.db.frozen import frozen_operations


class Migration(migrations.Migration):
    dependencies = [("awards", "0002_append_only")]
    operations = [operation for rule in PUBLISHED for operation in frozen_operations(rule)]
