"""The same sheet from many connections at the same time, on either database."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import partial
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from awards.models import ClassRound, Decision, LineState, Nomination, Round, Scheme, SheetState, StarEntry, Verdict
from awards.schemes import drafts
from awards.sheets import corrections, entering, moves, work as sheets_work
from awards.sheets.contents import Contents
from awards.sheets.entering import Change, Saved
from awards.terms import opening, opening as terms_opening
from starrating.operations import idempotency
from starrating.operations.models import AuditEvent, IdempotencyKey
from students.models import Term, User
from tests.factories import (
    FILING_DAY,
    TERM_END,
    TERM_START,
    fill,
    items_of,
    make_administrator,
    make_class,
    make_office,
    make_scheme,
    make_school,
    make_sheet,
    make_submitted,
    make_term,
    make_user,
    moment,
)
from tests.guarantees.factories import LATER, World, at_once, bring_to, kinds, make_world, students_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db(transaction=True)

NOW = moment(dt.date(2025, 9, 30))
FILED = moment(FILING_DAY)


def put(world: World, pupil: int, item: int, *, by: str = "homeroom") -> Saved[Change]:
    change = Change(students_of(world.sheet)[pupil].pk, items_of(world.sheet)[item].pk, wanted=True)
    return entering.save_lines(world.sheet, [change], by=world.people[by], at=NOW)


def refusals(answers: list[object]) -> Counter[str]:
    """Codes of the changes refused; ``made`` for those that were not."""
    codes: Counter[str] = Counter()
    for answer in answers:
        assert isinstance(answer, Saved), answer
        codes.update([refusal.code for refusal in answer.refused.values()] or ["made" if answer.made else "so already"])
    return codes


def places(sheet: ClassRound) -> dict[int, list[int | None]]:
    found: dict[int, list[int | None]] = {}
    for item, place in Nomination.objects.filter(class_round=sheet).placed().values_list("item", "place"):
        found.setdefault(item, []).append(place)
    return found


# The quotas of clause 五4.


def test_of_eight_names_sent_at_once_five_stand() -> None:
    world = make_world()
    for item in range(4):
        answers = at_once(*(partial(put, world, pupil, item) for pupil in range(item, 8)), partial(put, world, 0, item))
        assert refusals([*answers])["made"] == 5, f"star {item}"
        assert set(refusals([*answers])) <= {"made", "over_quota", "so already"}
    assert list(places(world.sheet).values()) == [[1, 2, 3, 4, 5]] * 4


def test_of_two_sixth_names_none_stands_and_of_two_fifth_names_one() -> None:
    world = make_world()
    for pupil in range(4):
        put(world, pupil, 0)
    jobs = [partial(put, world, 4, 0), partial(put, world, 5, 0, by="administrator")]
    assert refusals([*at_once(*jobs)]) == {"made": 1, "over_quota": 1}
    jobs = [partial(put, world, 6, 0), partial(put, world, 7, 0, by="administrator")]
    assert refusals([*at_once(*jobs)]) == {"over_quota": 2}


def test_of_eight_stars_for_one_pupil_at_once_four_stand() -> None:
    world = make_world()
    answers = at_once(*(partial(put, world, 3, item) for item in range(8)))
    assert refusals([*answers]) == {"made": 4, "over_cap": 4}
    assert Nomination.objects.placed().count() == 4


def test_the_same_cell_filled_twice_at_once_is_one_line() -> None:
    world = make_world()
    answers = at_once(partial(put, world, 1, 1), partial(put, world, 1, 1, by="administrator"))
    assert refusals([*answers]) == {"made": 1, "so already": 1}
    assert Decision.objects.filter(verdict=Verdict.ENTERED).count() == Nomination.objects.count() == 1
    assert world.now().version == 1


def test_two_exchanges_in_a_full_star_leave_it_full() -> None:
    world = make_world()
    for pupil in range(5):
        put(world, pupil, 0)
    pupils, item = students_of(world.sheet), items_of(world.sheet)[0]

    def exchange(out: int, into: int) -> Saved[Change]:
        changes = [Change(pupils[into].pk, item.pk, wanted=True), Change(pupils[out].pk, item.pk, wanted=False)]
        return entering.save_lines(world.sheet, changes, by=world.people["homeroom"], at=NOW)

    answers = at_once(partial(exchange, 0, 5), partial(exchange, 1, 6), partial(exchange, 2, 7))
    assert refusals([*answers]) == {"made": 3}
    assert sorted(place or 0 for place in places(world.sheet)[item.pk]) == [1, 2, 3, 4, 5]


# The second line: what the database itself holds when the lock is taken out.


def test_a_count_gone_stale_meets_the_unique_place(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    for pupil in range(4):
        put(world, pupil, 0)
    with transaction.atomic():
        stale = Contents.load(sheets_work.locked(world.sheet.pk))
    put(world, 4, 0)
    monkeypatch.setattr(Contents, "load", lambda _sheet: stale)
    with refused("overtaken"):
        put(world, 5, 0)
    assert list(places(world.sheet).values()) == [[1, 2, 3, 4, 5]]


def test_a_count_gone_stale_meets_the_pupils_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    for item in range(3):
        put(world, 0, item)
    with transaction.atomic():
        stale = Contents.load(sheets_work.locked(world.sheet.pk))
    put(world, 0, 3)
    monkeypatch.setattr(Contents, "load", lambda _sheet: stale)
    with refused("overtaken"):
        put(world, 0, 4)
    assert Nomination.objects.placed().count() == 4


def without_the_lock(monkeypatch: pytest.MonkeyPatch, writers: int) -> None:
    """Take the sheet's lock out, and let all writers count before the first of them writes."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: there is no lock to take out")
    all_have_counted = Barrier(writers)
    load = Contents.load

    def load_together(sheet: ClassRound) -> Contents:
        contents = load(sheet)
        all_have_counted.wait(20)
        return contents

    unlocked = ClassRound.objects.select_related("round__term__pinned__scheme", "school_class__school")
    monkeypatch.setattr(sheets_work, "locked", lambda pk: unlocked.get(pk=pk))
    monkeypatch.setattr(Contents, "load", load_together)


def test_without_the_lock_a_sixth_name_meets_the_unique_place(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    for pupil in range(2):
        put(world, pupil, 0)
    without_the_lock(monkeypatch, 6)
    answers = at_once(*(partial(put, world, pupil, 0) for pupil in range(2, 8)))
    assert kinds(answers) == ["Saved"] + ["overtaken"] * 5
    assert list(places(world.sheet).values()) == [[1, 2, 3]]


def test_without_the_lock_twenty_writers_give_a_pupil_four_stars(monkeypatch: pytest.MonkeyPatch) -> None:
    """Red without the trigger of `awards.guards.CAP`."""
    world = make_world()
    items = len(items_of(world.sheet))
    without_the_lock(monkeypatch, 20)
    answers = at_once(*(partial(put, world, 0, number % items) for number in range(20)))
    assert kinds(answers) == ["Saved"] * 4 + ["overtaken"] * 16
    assert Nomination.objects.placed().count() == 4


# The steps of the month.


def test_the_same_sheet_submitted_twice_at_once_is_submitted_once() -> None:
    world = make_world()
    fill(world.sheet, world.people["homeroom"])
    jobs = [partial(moves.submit, world.sheet, by=world.people[who], at=NOW) for who in ("homeroom", "administrator")]
    assert kinds(at_once(*jobs)) == ["ClassRound", "state"]
    assert Decision.objects.filter(verdict=Verdict.SUBMITTED).count() == 1


def test_a_name_written_while_a_colleague_submits_is_in_or_refused() -> None:
    world = make_world()
    fill(world.sheet, world.people["homeroom"])

    def submit() -> ClassRound:
        return moves.submit(world.sheet, by=world.people["administrator"], at=NOW)

    answers: list[object] = [*at_once(submit, *(partial(put, world, pupil, 1) for pupil in range(5)))]
    assert isinstance(answers[0], ClassRound)
    assert set(kinds(answers[1:])) <= {"Saved", "state"}
    assert world.now().state == SheetState.SUBMITTED
    assert Nomination.objects.placed().count() == 3 + sum(isinstance(answer, Saved) for answer in answers)
    # Whoever was refused came after the submission, whoever was let in came before it.
    last = Decision.objects.order_by("-pk")[0]
    assert last.verdict == Verdict.SUBMITTED


def test_a_page_loaded_before_a_colleagues_name_cannot_submit() -> None:
    world = make_world()
    fill(world.sheet, world.people["homeroom"])
    seen = world.now().version

    def submit() -> ClassRound:
        return moves.submit(world.sheet, by=world.people["administrator"], at=NOW, seen_version=seen)

    answers: list[object] = [*at_once(submit, partial(put, world, 5, 1))]
    assert kinds(answers) in (["ClassRound", "state"], ["Saved", "stale"])


def test_filing_and_taking_back_at_once_is_one_of_the_two() -> None:
    world = make_world()
    bring_to(world, SheetState.SUBMITTED)
    people = world.people
    answers = at_once(
        partial(moves.register, world.sheet, on=FILING_DAY, by=people["office"], at=FILED),
        partial(moves.recall, world.sheet, by=people["homeroom"], at=NOW),
        partial(moves.send_back, world.sheet, reason="有误", by=people["administrator"], at=NOW),
    )
    # A return may follow a filing: the table allows it. Never may two others both happen.
    verdicts = [*Decision.objects.filter(nomination=None).order_by("pk").values_list("verdict", flat=True)][-2:]
    done = [answer for answer in answers if isinstance(answer, ClassRound)]
    assert len(done) == 1 or verdicts == [Verdict.FILED, Verdict.RETURNED], kinds(answers)


def submitted_round(how_many: int) -> tuple[Round, list[int], list[User]]:
    """A round with so many submitted sheets of one school, and two clerks."""
    school = make_school()
    made = [make_submitted(make_class(school, number=number)) for number in range(1, how_many + 1)]
    return made[0].round, [sheet.pk for sheet in made], [make_office(school), make_office(school, "另一位")]


def test_two_clerks_who_file_the_same_sheets_file_them_once() -> None:
    round_, pks, clerks = submitted_round(3)
    answers = at_once(
        *(
            partial(moves.register_many, round_, order, on=FILING_DAY, by=clerk, at=FILED)
            for clerk, order in zip(clerks, (pks, pks[::-1]), strict=True)
        )
    )
    assert kinds(answers) == ["list", "state"]
    numbers = ClassRound.objects.order_by("filing_number").values_list("filing_number", flat=True)
    assert list(numbers) == ["2025-09-001", "2025-09-002", "2025-09-003"]
    assert Decision.objects.filter(verdict=Verdict.FILED).count() == 3
    assert set(ClassRound.objects.values_list("filed_by", flat=True)) < {clerk.pk for clerk in clerks}


def test_two_clerks_who_file_different_sheets_get_different_numbers() -> None:
    round_, pks, clerks = submitted_round(4)
    jobs = [
        partial(moves.register_many, round_, half, on=FILING_DAY, by=clerk, at=FILED)
        for clerk, half in zip(clerks, (pks[:2], pks[2:]), strict=True)
    ]
    assert kinds(at_once(*jobs)) == ["list", "list"]
    numbers = ClassRound.objects.order_by("filing_number").values_list("filing_number", flat=True)
    assert list(numbers) == [f"2025-09-00{number}" for number in range(1, 5)]


def test_three_workers_post_each_line_once() -> None:
    round_, pks, clerks = submitted_round(3)
    moves.register_many(round_, pks, on=FILING_DAY, by=clerks[0], at=FILED)
    answers = at_once(*(partial(moves.finalize_due, at=LATER) for _ in range(3)))
    assert sum(answer for answer in answers if isinstance(answer, int)) == 3
    assert StarEntry.objects.count() == Nomination.objects.filter(state=LineState.FINAL).count() == 9
    assert Decision.objects.filter(verdict=Verdict.FINALIZED).count() == 3


def test_a_notice_taken_down_as_it_ends_is_final_or_returned_never_both() -> None:
    world = make_world()
    bring_to(world, SheetState.IN_NOTICE)

    def take_down() -> object:
        return moves.send_back(world.sheet, reason="有异议", by=world.people["office"], at=LATER)

    at_once(take_down, partial(moves.finalize_due, at=LATER))
    sheet = world.now()
    assert sheet.state in (SheetState.FINAL, SheetState.RETURNED)
    assert StarEntry.objects.count() == (3 if sheet.state == SheetState.FINAL else 0)


def test_a_sheet_takes_effect_while_a_clerk_files_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The round is locked by the clerk, and the entries point at it: they must not wait for each other."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: nothing happens while a clerk files")
    round_, pks, clerks = submitted_round(2)
    moves.register_many(round_, pks[:1], on=FILING_DAY, by=clerks[0], at=FILED)
    round_is_locked, effective = Event(), Event()
    locked_many = moves._locked_many

    def pause(round_: Round, pks: list[int]) -> list[ClassRound]:
        round_is_locked.set()
        assert effective.wait(10)
        return locked_many(round_, pks)

    def finalize() -> object:
        assert round_is_locked.wait(10)
        try:
            return moves.finalize_due(at=LATER)
        finally:
            effective.set()

    monkeypatch.setattr(moves, "_locked_many", pause)
    filed, made = at_once(
        partial(moves.register_many, round_, pks[1:], on=FILING_DAY, by=clerks[1], at=FILED), finalize
    )
    assert isinstance(filed, list)
    assert made == 1


def test_a_star_taken_back_twice_at_once_is_taken_back_once() -> None:
    world = make_world()
    bring_to(world, SheetState.FINAL)
    entry = StarEntry.objects.all()[0]
    people = [world.people["office"], world.people["administrator"]]
    answers = at_once(*(partial(corrections.reverse, entry, reason="录错", by=by, at=LATER) for by in people))
    assert kinds(answers) == ["StarEntry", "twice"]
    assert sum(StarEntry.objects.values_list("stars", flat=True)) == 2


def test_a_round_opened_twice_at_once_has_one_sheet_a_class() -> None:
    school = make_school()
    for number in range(1, 4):
        make_class(school, number=number)
    round_ = Round.objects.get(term=make_term(school), label="2025-09")
    answers = at_once(*(partial(terms_opening.open_round, round_, by=None, at=NOW) for _ in range(3)))
    assert sorted(answer for answer in answers if isinstance(answer, int)) == [0, 0, 3]
    assert AuditEvent.objects.filter(action="round.opened").count() == 1


def open_term(ordinal: int, by: User) -> Term:
    assert by.school is not None
    return opening.open_term(
        by.school, school_year=2025, ordinal=ordinal, starts_on=TERM_START, ends_on=TERM_END, by=by, at=NOW
    )


def test_a_term_opened_twice_at_once_is_one_term() -> None:
    administrator = make_administrator(make_school())
    assert administrator.school is not None
    make_scheme(administrator.school)
    answers = at_once(partial(open_term, 1, administrator), partial(open_term, 1, administrator))
    assert kinds(answers) == ["Term", "twice"]
    assert Round.objects.count() == 5


def test_two_terms_of_the_same_days_opened_at_once_are_one_term() -> None:
    administrator = make_administrator(make_school())
    assert administrator.school is not None
    make_scheme(administrator.school)
    answers = at_once(partial(open_term, 1, administrator), partial(open_term, 2, administrator))
    assert kinds(answers) == ["Term", "overlap"]


def test_a_preset_adopted_twice_at_once_is_two_versions() -> None:
    school = make_school()
    jobs = [partial(drafts.adopt_preset, school, "monthly-stars", by=None, at=NOW) for _ in range(2)]
    assert kinds(at_once(*jobs)) == ["Scheme", "Scheme"]
    assert Scheme.objects.aggregate(latest=Max("version")) == {"latest": 2}


def test_a_version_published_twice_at_once_is_published_once() -> None:
    draft = drafts.adopt_preset(make_school(), "monthly-stars", by=None, at=NOW)
    jobs = [partial(drafts.publish, draft, by=None, at=NOW) for _ in range(2)]
    assert kinds(at_once(*jobs)) == ["Scheme", "state"]


# One form, sent more than once.


def test_one_form_sent_five_times_at_once_has_one_effect_and_one_answer() -> None:
    world = make_world()
    fill(world.sheet, world.people["homeroom"])
    teacher = world.people["homeroom"]

    def submit() -> dict[str, object]:
        sheet = moves.submit(world.sheet, by=teacher, at=NOW)
        return {"state": sheet.state, "version": sheet.version}

    answers = at_once(*(partial(idempotency.once, teacher, "a-form", submit) for _ in range(5)))
    assert answers == [{"state": SheetState.SUBMITTED, "version": world.now().version}] * 5
    assert Decision.objects.filter(verdict=Verdict.SUBMITTED).count() == 1
    assert idempotency.once(teacher, "a-form", submit) == answers[0]
    assert IdempotencyKey.objects.count() == 1


def test_a_refused_form_may_be_sent_again() -> None:
    world = make_world()
    teacher = world.people["homeroom"]

    def submit() -> dict[str, object]:
        return {"state": moves.submit(world.sheet, by=teacher, at=NOW).state}

    assert set(kinds(at_once(*(partial(idempotency.once, teacher, "a-form", submit) for _ in range(3))))) == {"blocked"}
    assert not IdempotencyKey.objects.exists()
    fill(world.sheet, teacher)
    assert idempotency.once(teacher, "a-form", submit) == {"state": SheetState.SUBMITTED}


def test_another_person_or_another_key_is_another_form() -> None:
    users = [make_user(None), make_user(None)]
    effects: list[str] = []

    def act() -> dict[str, object]:
        effects.append("done")
        return {"number": len(effects)}

    for user in users:
        for key in ("one", "two", "one"):
            idempotency.once(user, key, act)
    assert len(effects) == 4
    assert [idempotency.once(users[0], "", act) for _ in range(2)] == [{"number": 5}, {"number": 6}]


def test_an_error_of_the_act_itself_is_not_taken_for_a_repeat() -> None:
    user, sheet = make_user(None), make_sheet()

    def clash() -> dict[str, object]:
        ClassRound.objects.create(round=sheet.round, school_class=sheet.school_class)
        return {}

    with pytest.raises(IntegrityError):
        idempotency.once(user, "a-form", clash)
    assert not IdempotencyKey.objects.exists()
