"""Puts the guards in force. Last in order: a rebuilt table loses its triggers on SQLite."""

from django.db import migrations

from awards.guards import GUARDS
from starrating.db.guards import PutGuards


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial")]
    operations = [PutGuards(GUARDS)]
