"""Puts the guards in force. Last in order: a rebuilt table loses its triggers on SQLite."""

from django.db import migrations

from starrating.db.guards import PutGuards
from starrating.texts.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("texts", "0001_initial")]
    operations = [PutGuards(GUARDS)]
