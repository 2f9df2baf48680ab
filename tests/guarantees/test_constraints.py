"""Each constraint refuses its bad row in the database itself, and has a sentence for whoever meets it in a form."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import CheckConstraint, UniqueConstraint

from awards.models import (
    ClassRound,
    Decision,
    ExamKind,
    Ground,
    HeldStep,
    Level,
    Nomination,
    Objection,
    Opinion,
    Round,
    Scheme,
    SheetState,
    StarEntry,
    StarItem,
    Step,
)
from awards.sheets import corrections
from students.models import (
    CalendarDay,
    Consent,
    Enrolment,
    GroupLeader,
    Guardian,
    KnownDevice,
    Photo,
    School,
    SchoolClass,
    SchoolRole,
    SignInTries,
    Staffing,
    Student,
    StudentGroup,
    Subject,
    Term,
    User,
)
from tests.guarantees.factories import LATER, bring_to, make_world, students_of

OUR_APPS = ("students", "awards", "reports", "operations")
EARLY, LATE = dt.date(2000, 1, 1), dt.date(2100, 1, 1)
# Stands for the key of another row, which is known only once it is made.
OTHER = object()


def our_models() -> Iterator[type[models.Model]]:
    for label in OUR_APPS:
        yield from apps.get_app_config(label).get_models()


def test_every_constraint_has_a_sentence_of_its_own() -> None:
    constraints = [constraint for model in our_models() for constraint in model._meta.constraints]
    assert len(constraints) > 60
    silent = [one.name for one in constraints if one.violation_error_message == one.default_violation_error_message]
    assert silent == []


def test_every_list_of_choices_is_held_by_the_database() -> None:
    free = []
    for model in our_models():
        checks = [str(one.condition) for one in model._meta.constraints if isinstance(one, CheckConstraint)]
        for field in model._meta.get_fields():
            if isinstance(field, models.Field) and field.choices and f"('{field.name}__in'" not in "".join(checks):
                free.append(f"{model.__name__}.{field.name}")
    assert free == []


def insert(row: models.Model, /, **changes: object) -> None:
    """A copy of a good row, with these changes, as a new row."""
    other = copy.copy(row)
    other.pk = None
    other._state.adding = True
    for name, value in changes.items():
        setattr(other, name, value)
    with transaction.atomic():
        other.save(force_insert=True)


def told(constraint: models.BaseConstraint, model: type[models.Model]) -> str:
    """How the database names this constraint when it refuses: SQLite names columns where a value must be unique."""
    if connection.vendor == "sqlite" and isinstance(constraint, UniqueConstraint):
        columns = [model._meta.get_field(name).column for name in constraint.fields]  # type: ignore[union-attr]
        return "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return constraint.name


def refuses(row: models.Model, name: str, /, **changes: object) -> bool:
    constraint = next(one for one in row._meta.constraints if one.name == name)
    try:
        insert(row, **changes)
    except IntegrityError as error:
        return told(constraint, type(row)) in str(error)
    return False


@pytest.fixture
def month(db: None) -> None:
    """At least one row of each model, from a month that has taken effect and was corrected."""
    world = make_world()
    bring_to(world, SheetState.FINAL)
    corrections.reverse(StarEntry.objects.all()[0], reason="录错", by=world.people["office"], at=LATER)
    student, school = students_of(world.sheet)[0], world.sheet.school_class.school
    group = StudentGroup.objects.create(school_class=world.sheet.school_class, number=1)
    GroupLeader.objects.create(group=group, student=student, starts_on=EARLY)
    Guardian.objects.create(student=student, name="赵建国", phone="13800000000")
    Consent.objects.create(student=student, scope="photo", given_by="赵建国", text_version="1", given_on=EARLY)
    Photo.objects.create(
        student=student, file="photos/1.jpg", sha256="0", added_by=world.people["office"], added_at=LATER
    )
    SchoolClass.objects.filter(pk=world.sheet.school_class_id).update(alias="立志班")
    KnownDevice.objects.create(user=world.people["office"], device="d", last_used_at=LATER)
    SignInTries.objects.create(account="a", place="address:10.1.1.1", last_at=LATER, forgotten_at=LATER)
    sheet, line, teacher = world.now(), Nomination.objects.order_by("pk")[0], world.people["subject"]
    for about in (None, line):
        Opinion.objects.create(class_round=sheet, nomination=about, user=teacher, agrees=True, at=LATER)
    for number, (route, by) in enumerate((("slip", world.people["homeroom"]), ("pupil", world.people["pupil"])), 1):
        Objection.objects.create(
            class_round=sheet,
            nomination=line,
            number=number,
            route=route,
            raised_by="赵建国",
            facts="当月有迟到",
            received_at=LATER,
            recorded_by=by,
            due_on=LATE,
        )
    CalendarDay.objects.get_or_create(school=school, day=EARLY, defaults={"is_working": False})


def first(model: type[models.Model], **where: object) -> models.Model:
    return model._default_manager.filter(**where).order_by("pk")[0]


# By constraint: the good row, and what is changed in its copy. A plain copy is what "once" and "one" refuse.
Case = tuple[Callable[[], models.Model], dict[str, object]]
STUDENTS: dict[str, Case] = {
    "school_grades_ascend": (lambda: first(School), {"code": "other", "last_grade": 6}),
    "school_keeps_contacts_three_years_at_most": (
        lambda: first(School),
        {"code": "another", "keep_contacts_months": 37},
    ),
    "term_once_a_school_year": (lambda: first(Term), {}),
    "term_first_or_second": (lambda: first(Term), {"ordinal": 3}),
    "term_ends_after_start": (lambda: first(Term), {"ordinal": 2, "ends_on": EARLY}),
    "subject_name_once_a_school": (lambda: first(Subject), {}),
    "calendar_day_once_a_school": (lambda: first(CalendarDay), {}),
    "class_number_once_an_entry_year": (lambda: first(SchoolClass), {"alias": ""}),
    "class_alias_once_a_school": (lambda: first(SchoolClass, alias="立志班"), {"number": 77}),
    "group_number_once_a_class": (lambda: first(StudentGroup), {}),
    "group_one_leader_at_a_time": (lambda: first(GroupLeader), {}),
    "group_leader_ends_after_start": (lambda: first(GroupLeader), {"starts_on": LATE, "ends_on": EARLY}),
    "student_number_once_a_school": (lambda: first(Student), {}),
    "enrolment_one_open_a_pupil": (lambda: first(Enrolment), {}),
    "enrolment_ends_after_start": (lambda: first(Enrolment), {"ends_on": EARLY}),
    "guardian_once_a_pupil": (lambda: first(Guardian), {}),
    "guardian_says_something": (lambda: first(Guardian), {"name": "", "phone": ""}),
    "consent_one_in_force": (lambda: first(Consent), {}),
    "photo_file_once": (lambda: first(Photo), {"student_id": OTHER}),
    "staffing_subject_with_role": (lambda: first(Staffing, role="subject"), {"subject": None}),
    "staffing_one_homeroom_teacher": (lambda: first(Staffing, role="homeroom", ends_on=None), {}),
    "staffing_subject_once": (lambda: first(Staffing, role="subject"), {}),
    "staffing_ends_after_start": (lambda: first(Staffing), {"ends_on": EARLY}),
    "school_role_once_a_user": (lambda: first(SchoolRole), {}),
    "school_role_ends_after_start": (lambda: first(SchoolRole), {"ends_on": EARLY}),
    "known_device_once_a_user": (lambda: first(KnownDevice), {}),
    "sign_in_tries_once_a_place": (lambda: first(SignInTries), {}),
}
AWARDS: dict[str, Case] = {
    "scheme_version_once_a_school": (lambda: first(Scheme), {}),
    "scheme_published_has_a_date": (lambda: first(Scheme), {"version": 9, "published_at": None}),
    "item_code_once_a_scheme": (lambda: first(StarItem), {"name": "另一颗星"}),
    "item_name_once_a_scheme": (lambda: first(StarItem), {"code": "other"}),
    "level_number_once_a_scheme": (lambda: first(Level), {"lower_bound": 999}),
    "level_bound_once_a_scheme": (lambda: first(Level), {"number": 99}),
    "step_code_once_a_scheme": (lambda: first(Step), {}),
    "ground_code_once_a_scheme": (lambda: first(Ground), {}),
    "exam_kind_once_a_scheme": (lambda: first(ExamKind), {}),
    "round_label_once_a_term": (lambda: first(Round), {}),
    "round_ends_after_start": (lambda: first(Round), {"label": "other", "ends_on": EARLY}),
    "round_due_after_end": (lambda: first(Round), {"label": "other", "due_on": EARLY}),
    "sheet_one_a_class_and_round": (lambda: first(ClassRound), {"filing_number": "other"}),
    "sheet_filing_number_once": (lambda: first(ClassRound), {"school_class_id": OTHER}),
    "sheet_filed_has_number_and_notice": (lambda: first(ClassRound), {"filing_number": None}),
    "sheet_notice_ends_after_start": (lambda: first(ClassRound), {"notice_until": EARLY}),
    "sheet_notice_after_filing": (lambda: first(ClassRound), {"filed_on": LATE}),
    "held_step_once_a_sheet": (lambda: first(HeldStep), {}),
    "nomination_once_a_sheet_and_item": (lambda: first(Nomination, state="final"), {"place": 99}),
    "nomination_one_a_place": (lambda: first(Nomination, state="final"), {"student_id": OTHER}),
    "opinion_once_a_sheet": (lambda: first(Opinion, nomination=None), {}),
    "opinion_once_a_line": (lambda: first(Opinion, nomination__isnull=False), {}),
    "opinion_disagreement_says_why": (lambda: first(Opinion, nomination=None), {"user_id": OTHER, "agrees": False}),
    "opinion_reply_has_author": (lambda: first(Opinion, nomination=None), {"user_id": OTHER, "reply": "已核实"}),
    "objection_number_once_a_sheet": (lambda: first(Objection, route="slip"), {}),
    "objection_once_open_a_pupil": (lambda: first(Objection, route="pupil"), {"number": 99}),
    "objection_signed_unless_anonymous": (lambda: first(Objection, route="slip"), {"number": 99, "raised_by": ""}),
    "objection_decided_has_answer": (lambda: first(Objection, route="slip"), {"number": 99, "state": "upheld"}),
    "nomination_place_with_state": (lambda: first(Nomination, state="final"), {"place": None}),
    "entry_exactly_one_source": (lambda: first(StarEntry), {"nomination": None}),
    "entry_once_a_nomination": (lambda: first(StarEntry), {}),
    "entry_moves_something": (lambda: first(StarEntry), {"stars": 0}),
    "entry_reversal_has_a_reason": (lambda: first(StarEntry, source="reversal"), {"reason": ""}),
}


def others() -> dict[str, object]:
    """A class and a pupil other than the good row's."""
    return {
        "school_class_id": SchoolClass.objects.order_by("-pk")[0].pk,
        "student_id": Student.objects.order_by("-pk")[0].pk,
        "user_id": User.objects.order_by("-pk")[0].pk,
    }


def test_each_constraint_refuses_its_bad_row(month: None) -> None:
    known = others()
    missed = []
    for name, (row, changes) in (STUDENTS | AWARDS).items():
        filled = {field: known[field] if value is OTHER else value for field, value in changes.items()}
        if not refuses(row(), name, **filled):
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


def test_a_value_outside_its_list_is_refused(month: None) -> None:
    """Every field with choices, by the row that the month left behind."""
    taken = []
    for model in our_models():
        row = model._default_manager.order_by("pk").first()
        for field in model._meta.get_fields():
            if row is None or not isinstance(field, models.Field) or not field.choices:
                continue
            try:
                insert(row, **{field.name: "?"})
            except IntegrityError as error:
                if "check constraint" in str(error).lower():
                    continue
            taken.append(f"{model.__name__}.{field.name}")
    assert taken == []
