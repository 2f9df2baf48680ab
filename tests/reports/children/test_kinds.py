"""No table that speaks of a pupil is missing from what the yearly file says is kept."""

from __future__ import annotations

from reports.children.kinds import KINDS
from reports.rights.graph import KEY_COLUMNS, ways
from students.models import Student

# Sentences of rows that are named; they are erased with the pupil.
BESIDE = {"texts.KeptText", "students.Student"}


def test_every_table_with_a_reference_to_a_pupil_is_of_a_kind() -> None:
    named = {model._meta.label for kind in KINDS for model in kind.tables}
    direct = {model._meta.label for model, column, to in ways() if to is Student or column in KEY_COLUMNS}
    assert direct - named - BESIDE == set()
    assert len(direct) > 20, "the search finds nothing any more"
