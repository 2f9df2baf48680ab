"""Decisions, the ledger, credits and settled levels only grow. Last in order: a rebuilt table loses its triggers on SQLite."""

from django.db import migrations

from starrating.db.triggers import append_only_operations


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial")]
    operations = [
        *append_only_operations("awards_credit"),
        *append_only_operations("awards_decision"),
        *append_only_operations("awards_starentry"),
        *append_only_operations("awards_termlevel"),
    ]
