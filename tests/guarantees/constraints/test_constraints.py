"""Each constraint refuses its bad row in the database itself, and has a sentence for whoever meets it in a form."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, models
from django.db.models import CheckConstraint

from awards.models import Decision, Nomination, StarEntry
from tests.guarantees.constraints.awards_cases import AWARDS
from tests.guarantees.constraints.files_cases import FILES
from tests.guarantees.constraints.refusing import (
    constraints,
    filled,
    first,
    insert,
    lists_of_choices,
    others,
    our_models,
    refuses,
)
from tests.guarantees.constraints.rows import make_rows
from tests.guarantees.constraints.students_cases import STUDENTS

CASES = lists_of_choices() | STUDENTS | AWARDS | FILES
# A value outside these lists is refused by another constraint as well, which PostgreSQL looks at first.
ALSO = {
    "movement_kind_known": "movement_classes_fit_kind",
    "entry_source_known": "entry_exactly_one_source",
    "appeal_route_known": "appeal_paper_is_signed",
    "reminder_way_known": "reminder_mail_has_somebody",
    "window_matter_kind_known": "window_matter_is_of_its_kind",
}


def test_every_constraint_has_a_case_and_every_case_a_constraint() -> None:
    known = set(constraints())
    assert (sorted(known - set(CASES)), sorted(set(CASES) - known)) == ([], [])


def test_every_constraint_has_a_sentence_of_its_own() -> None:
    default = models.CheckConstraint.default_violation_error_message
    assert [name for name, one in constraints().items() if one.violation_error_message == default] == []


def test_every_list_of_choices_is_held_by_the_database() -> None:
    free = []
    for model in our_models():
        checks = [str(one.condition) for one in model._meta.constraints if isinstance(one, CheckConstraint)]
        for field in model._meta.get_fields():
            if isinstance(field, models.Field) and field.choices and f"('{field.name}__in'" not in "".join(checks):
                free.append(f"{model.__name__}.{field.name}")
    assert free == []


@pytest.fixture
def month(db: None) -> None:
    """A row in every table."""
    make_rows()


def test_each_constraint_refuses_its_bad_row(month: None) -> None:
    known = others()
    missed = []
    for name, (row, changes) in CASES.items():
        names = {name, ALSO.get(name, name)}
        if not any(refuses(row(), one, **filled(changes, known)) for one in names):
            missed.append(name)
    assert missed == []


def test_a_place_and_a_state_go_together(month: None) -> None:
    line = first(Nomination, state="final")
    pupil = others()["student_id"]
    for changes in ({"place": 0}, {"state": "dropped", "place": 9}, {"state": "proposed", "place": 9}):
        assert refuses(line, "nomination_place_with_state", student_id=pupil, **changes), changes
    insert(line, student_id=pupil, place=9)


def test_a_count_of_votes_is_whole_and_of_as_many_as_could_vote(month: None) -> None:
    line, pupil = first(Nomination, state="final"), others()["student_id"]
    base = {"student_id": pupil, "place": 9}
    for votes in ((1, None, 3), (1, 1, None), (None, None, 3), (2, 2, 3), (None, 1, 3)):
        counted = dict(zip(("votes_for", "votes_against", "could_vote"), votes, strict=True))
        assert refuses(line, "nomination_votes_counted_whole", **base, **counted), votes
    insert(line, **base, votes_for=2, votes_against=1, could_vote=3)


def test_hands_of_the_meeting_are_counted_for_and_against(month: None) -> None:
    line, pupil = first(Nomination, state="final"), others()["student_id"]
    for counted in ({"counted_for": 3}, {"counted_against": 3}):
        assert refuses(line, "nomination_meeting_counted_both", student_id=pupil, place=9, **counted), counted
    insert(line, student_id=pupil, place=9, counted_for=3, counted_against=0)


def test_one_teachers_view_is_no_verdict_of_a_step(month: None) -> None:
    decision = first(Decision, step__isnull=False)
    for verdict in ("seconded", "opposed"):
        assert refuses(decision, "decision_teachers_view_is_no_step", verdict=verdict), verdict
        insert(decision, verdict=verdict, step_id=None)


def test_an_entry_of_two_sources_or_of_a_second_reversal_is_refused(month: None) -> None:
    entry, reversal = first(StarEntry), first(StarEntry, source="reversal")
    assert refuses(reversal, "entry_exactly_one_source", nomination_id=entry.pk)
    with pytest.raises(IntegrityError, match="reverses"):
        insert(reversal)
