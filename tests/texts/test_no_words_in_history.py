"""No table that only grows holds a sentence or a name: every column of text is one of these, each with its reason."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

from tests.triggers import append_only_tables

pytestmark = pytest.mark.django_db

# Columns of text by table: what they hold instead.
REVIEWED = {
    "awards.AppealDecision.outcome": "one of a list",
    "awards.AppealDecision.effect": "one of a list",
    "awards.AppealDecision.kind": "one of a list",
    "awards.Decision.verdict": "one of a list",
    "awards.StarEntry.source": "one of a list",
    "awards.StarEntry.detail": "the name of an exam and a subject, or of a ground of the scheme: about nobody",
    "operations.AuditEvent.action": "a code of the program",
    "operations.AuditEvent.target_type": "the name of a table",
    "operations.AuditEvent.target_id": "a key",
    "operations.AuditEvent.source": "one of a list",
    "operations.AuditEvent.old_codes": "codes, keys, days and counts; words are taken out (starrating.texts.recorded)",
    "operations.AuditEvent.new_codes": "codes, keys, days and counts; words are taken out (starrating.texts.recorded)",
    "operations.Seal.previous": "a digest",
    "operations.Seal.digest": "a digest",
    "operations.Seal.rows_digest": "a digest",
    "operations.Seal.signature": "a signature",
    "operations.Seal.marks": "keys of rows",
    "operations.SealedRow.table": "the name of a table",
    "reports.IssuedDocument.kind": "one of a list",
    "reports.IssuedDocument.code": "a code made by lot",
    "students.DataRules.text": "the rules that a school publishes, about nobody",
    "students.Movement.kind": "one of a list",
    "texts.TextErasure.ground": "one of a list",
}
_TEXT = (models.CharField, models.TextField, models.JSONField)


def test_no_append_only_table_holds_words() -> None:
    tables = append_only_tables(connection)
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.db_table in tables
        for field in model._meta.local_fields
        if isinstance(field, _TEXT)
    }
    assert found == set(REVIEWED)
