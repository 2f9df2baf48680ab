"""The pupil's own step: at most four items, a sentence each, back and forth until the group's step opens (五4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from django.db import transaction

from awards.models import (
    ClassRound,
    Decision,
    EntrySource,
    Goal,
    LineSource,
    LineState,
    Nomination,
    Round,
    Scheme,
    StarEntry,
    StarItem,
    Verdict,
)
from awards.rules.kinds import StepRole
from awards.sheets import corrections
from awards.sheets.contents import taken
from awards.steps.pupil import declarations
from awards.steps.pupil.own_lines import Wish
from awards.terms import opening
from starrating.operations.models import AuditEvent
from students.models import Enrolment, Student, User
from tests.awards import pupil_factories
from tests.awards.pupil_factories import WHEN, account_of, over
from tests.factories import items_of, make_class, make_final, make_homeroom, make_sheet, make_student, moment, pupils_of
from tests.guarantees.factories import at_once, kinds
from tests.refusals import refusal


@dataclass(frozen=True)
class Class:
    sheet: ClassRound
    pupil: Student
    user: User
    items: list[StarItem]

    def declare(self, number: int, statement: str = "每天捡起地上的纸屑", at: dt.datetime = WHEN) -> Nomination:
        item = self.items[number]
        return pupil_factories.declare(self.sheet, self.pupil, item, statement, by=self.user, at=at)

    def retract(self, number: int) -> Nomination | None:
        return pupil_factories.retract(self.sheet, self.pupil, self.items[number], by=self.user, at=WHEN)

    def set_goals(self, *numbers: int) -> list[Goal]:
        items = [self.items[number] for number in numbers]
        return declarations.set_goals(self.sheet, self.pupil, items, by=self.user, at=WHEN)

    def change_scheme(self, **values: object) -> None:
        Scheme.objects.filter(pk=self.sheet.round.term.pinned.scheme_id).update(**values)


def make_declaring() -> Class:
    sheet = make_sheet()
    pupil = pupils_of(sheet)[0]
    return Class(sheet, pupil, account_of(pupil), items_of(sheet))


def no(act: Callable[[], object]) -> str:
    return refusal(transaction.atomic(act))


def live(class_: Class) -> int:
    return Nomination.objects.filter(class_round=class_.sheet, state=LineState.PROPOSED).count()


@pytest.mark.django_db
class TestDeclaring:
    def test_a_declared_line_is_proposed_with_its_sentence(self) -> None:
        at = make_declaring()
        line = at.declare(0, "  每天捡起 地上的纸屑\n")
        line.refresh_from_db()
        assert (line.state, line.source, line.statement) == (LineState.PROPOSED, LineSource.SELF, "每天捡起地上的纸屑")
        decision = Decision.objects.get(nomination=line)
        assert (decision.verdict, decision.by, decision.step and decision.step.role) == (
            Verdict.DECLARED,
            at.user,
            StepRole.PUPIL,
        )
        assert AuditEvent.objects.get(action="sheet.declared").new["pupil"] == at.pupil.pk
        assert ClassRound.objects.get(pk=at.sheet.pk).version == at.sheet.version + 1

    def test_the_fifth_is_refused_until_one_is_taken_back(self) -> None:
        at = make_declaring()
        for number in range(4):
            at.declare(number)
        assert no(lambda: at.declare(4)) == "over_cap"
        at.retract(1)
        at.declare(4)
        assert (no(lambda: at.declare(1)), live(at)) == ("over_cap", 4)

    def test_what_the_teacher_has_put_forward_counts_and_is_not_the_pupils_to_change(self) -> None:
        at = make_declaring()
        Nomination.objects.create(
            class_round=at.sheet, student=at.pupil, item=at.items[0], source=LineSource.BEHALF, state=LineState.PROPOSED
        )
        assert no(lambda: at.retract(0)) == no(lambda: at.declare(0)) == "behalf"
        for number in (1, 2, 3):
            at.declare(number)
        assert no(lambda: at.declare(4)) == "over_cap"

    def test_a_name_on_the_sheet_is_not_the_pupils_to_change(self) -> None:
        at = make_declaring()
        Nomination.objects.create(
            class_round=at.sheet,
            student=at.pupil,
            item=at.items[0],
            source=LineSource.PAPER,
            state=LineState.CHOSEN,
            place=1,
        )
        assert no(lambda: at.retract(0)) == no(lambda: at.declare(0)) == "placed"

    def test_what_came_off_after_an_objection_stays_off(self) -> None:
        at = make_declaring()
        line = at.declare(0)
        at.retract(0)
        Decision.objects.create(class_round=at.sheet, nomination=line, verdict=Verdict.UPHELD, by=at.user, at=WHEN)
        assert no(lambda: at.declare(0)) == "upheld"

    def test_no_limit_and_items_outside_it(self) -> None:
        at = make_declaring()
        StarItem.objects.filter(pk=at.items[4].pk).update(counts_toward_cap=False)
        for number in range(5):
            at.declare(number)
        assert no(lambda: at.declare(5)) == "over_cap"
        at.change_scheme(self_report_max=0)
        at.declare(5)

    def test_a_sentence_is_asked_for_and_more_of_one_where_evidence_is(self) -> None:
        at = make_declaring()
        evidence = next(number for number, item in enumerate(at.items) if item.evidence_required)
        assert no(lambda: at.declare(0, "  ")) == "statement"
        assert no(lambda: at.declare(evidence, "画 得 好 ！")) == "statement"
        assert no(lambda: at.declare(0, "好" * 201)) == "statement"
        assert no(lambda: at.declare(0, "翻\u202e转")) == "statement"
        at.declare(0, "好")
        at.declare(evidence, "9月校书画展二等奖")
        assert live(at) == 2

    def test_the_sentence_may_be_changed_and_the_same_again_changes_nothing(self) -> None:
        at = make_declaring()
        at.declare(0)
        at.declare(0)
        assert ClassRound.objects.get(pk=at.sheet.pk).version == 1
        assert at.declare(0, "值日认真").statement == "值日认真"
        assert (Decision.objects.count(), AuditEvent.objects.filter(action="sheet.declared").count()) == (1, 2)

    def test_taken_back_it_stays_as_a_row_and_can_be_declared_again(self) -> None:
        at = make_declaring()
        first = at.declare(0)
        at.retract(0)
        assert at.retract(0) is not None
        assert at.retract(1) is None
        first.refresh_from_db()
        assert first.state == LineState.DROPPED
        assert at.declare(0, "又想了想").pk == first.pk
        verdicts = list(Decision.objects.values_list("verdict", flat=True))
        assert verdicts == [Verdict.DECLARED, Verdict.RETRACTED, Verdict.DECLARED]

    def test_several_at_once_each_for_itself_and_an_exchange_within_the_limit(self) -> None:
        at = make_declaring()
        wishes = [Wish(item.pk, wanted=True, statement="因为") for item in at.items[:5]]
        done = declarations.declare_all(at.sheet, at.pupil, wishes, by=at.user, at=WHEN)
        assert ([no.code for no in done.refused.values()], len(done.made), live(at)) == (["over_cap"], 4, 4)
        exchange = [
            Wish(at.items[4].pk, wanted=True, statement="因为"),
            Wish(at.items[0].pk, wanted=False),
            Wish(10**9, wanted=True, statement="没有的星"),
        ]
        done = declarations.declare_all(at.sheet, at.pupil, exchange, by=at.user, at=WHEN)
        assert ([no.code for no in done.refused.values()], live(at)) == (["no_item"], 4)


@pytest.mark.django_db
class TestWhoAndWhen:
    def test_only_oneself(self) -> None:
        at = make_declaring()
        other = pupils_of(at.sheet)[1]
        teacher = make_homeroom(at.sheet.school_class)
        stranger = account_of(make_student(make_class(at.sheet.school_class.school, 2), "外班"))
        for by in (account_of(other), teacher, stranger):
            assert no(partial(pupil_factories.declare, at.sheet, at.pupil, at.items[0], "好", by=by, at=WHEN)) == "role"
        assert no(partial(pupil_factories.declare, at.sheet, other, at.items[0], "好", by=at.user, at=WHEN)) == "role"
        at.user.is_active = False
        at.user.save()
        assert no(lambda: at.declare(0)) == "role"

    def test_only_who_is_in_the_class_on_the_last_day(self) -> None:
        at = make_declaring()
        Enrolment.objects.filter(student=at.pupil).update(ends_on=at.sheet.round.ends_on - dt.timedelta(days=1))
        assert no(lambda: at.declare(0)) == no(lambda: at.set_goals(0)) == "not_enrolled"

    def test_only_while_the_step_is_open(self) -> None:
        at = make_declaring()
        teacher = make_homeroom(at.sheet.school_class)
        at.declare(0)
        over(at.sheet, StepRole.PUPIL, by=teacher)
        assert no(lambda: at.declare(1)) == no(lambda: at.retract(0)) == no(lambda: at.set_goals(1)) == "stage"

    def test_only_while_the_sheet_is_with_the_class(self) -> None:
        sheet = make_final()
        pupil = pupils_of(sheet)[0]
        at = Class(sheet, pupil, account_of(pupil), items_of(sheet))
        assert no(lambda: at.declare(5)) == "state"


@pytest.mark.django_db
class TestGoals:
    def test_goals_are_set_and_changed(self) -> None:
        at = make_declaring()
        assert [goal.item for goal in at.set_goals(3, 1)] == [at.items[1], at.items[3]]
        at.set_goals(1, 3)
        at.set_goals(2)
        assert [goal.item for goal in Goal.objects.all()] == [at.items[2]]
        assert AuditEvent.objects.filter(action="sheet.goals_set").count() == 2
        assert at.set_goals() == []

    def test_as_many_as_items_at_most(self) -> None:
        at = make_declaring()
        assert no(lambda: at.set_goals(0, 1, 2, 3, 4)) == "over_cap"
        at.change_scheme(self_report_max=0)
        assert len(at.set_goals(0, 1, 2, 3, 4)) == 5


@pytest.mark.django_db
class TestRepeats:
    """A12: the same star at most so often a term, where the school says so."""

    def test_what_is_final_and_what_stands_on_other_sheets_counts(self) -> None:
        september = make_final()
        round_ = Round.objects.get(term=september.round.term, label="2025-10")
        opening.open_round(round_, by=None, at=moment(dt.date(2025, 10, 13)))
        october = ClassRound.objects.select_related("round__term__pinned__scheme", "school_class__school").get(
            round=round_
        )
        pupil, item = pupils_of(september)[0], items_of(september)[0]
        at = Class(october, pupil, account_of(pupil), items_of(september))
        today = moment(dt.date(2025, 10, 22))
        assert taken(october, [pupil.pk]) == {}
        at.change_scheme(item_repeats_per_term=1)
        at = Class(
            ClassRound.objects.select_related("round__term__pinned__scheme", "school_class__school").get(pk=october.pk),
            pupil,
            at.user,
            at.items,
        )
        assert taken(at.sheet, [pupil.pk]) == {(pupil.pk, item.pk): 1}
        assert no(lambda: at.declare(0, at=today)) == "repeats"
        at.declare(1, at=today)
        entry = StarEntry.objects.get(student=pupil, source=EntrySource.NOMINATION)
        corrections.reverse(entry, reason="误评", by=_office(september), at=today)
        assert taken(at.sheet, [pupil.pk]) == {}
        at.declare(0, at=today)


def _office(sheet: ClassRound) -> User:
    return User.objects.filter(school=sheet.school_class.school, school_roles__isnull=False)[0]


@pytest.mark.django_db(transaction=True)
def test_of_eight_items_declared_at_once_four_stand() -> None:
    at = make_declaring()
    answers = at_once(*(partial(at.declare, number) for number in range(8)), partial(at.declare, 0))
    codes = kinds([*answers])
    assert set(codes) <= {"Nomination", "over_cap"}
    assert live(at) == 4
    assert Decision.objects.filter(verdict=Verdict.DECLARED).count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_same_item_declared_three_times_at_once_is_one_line() -> None:
    at = make_declaring()
    answers = at_once(*(partial(at.declare, 2) for _ in range(3)))
    assert kinds([*answers]) == ["Nomination"] * 3
    assert Nomination.objects.count() == Decision.objects.count() == 1
