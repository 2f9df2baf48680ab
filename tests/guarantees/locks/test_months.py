"""Sheets, rounds, schemes, rewards and punishments, by two at once."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.db import transaction

from awards.models import (
    ClassRound,
    Entitlement,
    Nomination,
    Punishment,
    PunishmentKind,
    Round,
    Scheme,
    StarEntry,
    TermLevel,
    Violation,
)
from awards.movements import credit, stranded
from awards.office import filing
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind
from awards.schemes import drafts
from awards.settlement import verbs as settlement
from awards.sheet_files.importer import SHEETS
from awards.sheets import corrections, entering, moves
from awards.sheets.access import class_round_for_entry
from awards.sheets.entering import Change
from awards.terms import correcting, opening
from awards.violations import punishments, verbs as violations
from awards.violations.punishments import PunishmentDecision
from reports.honours import issued
from reports.models import IssuedDocument
from starrating.operations.models import AuditEvent
from students.imports.history.verbs import take_back
from students.imports.importer import ROSTER
from students.models import FileImport, Guardian, Student, Term
from students.permits.roles import standing_of
from students.pupils import movements
from tests.awards.exam_factories import set_scheme
from tests.awards.month_files import one_class
from tests.awards.settlement_factories import LATER, NOW as SETTLING, make_ended
from tests.awards.violations.test_violations import NOW as INCIDENT_DAY
from tests.factories import (
    FILING_DAY,
    TERM_END,
    TERM_START,
    fill,
    items_of,
    make_administrator,
    make_class,
    make_scheme,
    make_school,
    make_submitted,
    moment,
    pupils_of,
)
from tests.guarantees.locks.interleaving import code, interleaved
from tests.hostile.making.content import HEADER
from tests.imports import imported, looked_at
from tests.students.factories import preview_roster
from tests.verbs.sheets import END, FILED, in_entry, office_of
from tests.verbs.terms import in_term, make_incidents

pytestmark = pytest.mark.django_db(transaction=True)


def change(sheet: ClassRound, place: int) -> Change:
    return Change(pupils_of(sheet)[place].pk, items_of(sheet)[0].pk, wanted=True)


def test_a_name_is_entered_beside_what_a_colleague_has_just_entered() -> None:
    sheet, teacher = in_entry()
    save = partial(entering.save_lines, sheet, by=teacher, at=END)
    interleaved(partial(save, [change(sheet, 0)]), partial(save, [change(sheet, 1)]))
    assert list(Nomination.objects.order_by("place").values_list("place", flat=True)) == [1, 2]
    assert ClassRound.objects.get(pk=sheet.pk).version == 2


def test_a_page_reads_the_sheet_that_it_is_about_to_write() -> None:
    """What the page fetched is what the verb goes by: nobody writes in between."""
    sheet, teacher = in_entry()
    standing = standing_of(teacher, sheet.round.ends_on)

    def by_the_page() -> int:
        with transaction.atomic():
            found = class_round_for_entry(standing, sheet.pk)
            # The write before which the other comes in, of what nobody locks.
            Guardian.objects.filter(pk=0).update(name="")
            return found.version - ClassRound.objects.get(pk=sheet.pk).version

    save = partial(entering.save_lines, sheet, [change(sheet, 0)], by=teacher, at=END)
    behind, _saved = interleaved(by_the_page, save)
    assert behind == 0
    assert ClassRound.objects.get(pk=sheet.pk).version == 1


def test_a_sheet_of_a_file_waits_for_the_screen() -> None:
    sheet, teacher = in_entry()
    file = ("2025-09.xlsx", one_class({"文明星": pupils_of(sheet)[3].name}, sheet.school_class.name_in(2025)))
    preview = looked_at(SHEETS, [file], sheet.school_class.school, at=END, by=teacher, round=sheet.round_id)
    answers = interleaved(
        partial(entering.save_lines, sheet, [change(sheet, 0)], by=teacher, at=END),
        partial(imported, SHEETS, preview, by=teacher),
    )
    assert [code(answer) for answer in answers] == ["Saved", "stale"]


def test_a_file_of_sheets_is_brought_in_once() -> None:
    sheet, teacher = in_entry()
    file = ("2025-09.xlsx", one_class({"文明星": pupils_of(sheet)[3].name}, sheet.school_class.name_in(2025)))
    preview = looked_at(SHEETS, [file], sheet.school_class.school, at=END, by=teacher, round=sheet.round_id)
    bring = partial(imported, SHEETS, preview, by=teacher)
    assert [code(answer) for answer in interleaved(bring, bring)] == ["Preview", "stale"]


def test_a_sheet_that_is_being_submitted_is_not_undone() -> None:
    sheet, teacher = in_entry()
    file = ("2025-09.xlsx", one_class({"文明星": pupils_of(sheet)[3].name}, sheet.school_class.name_in(2025)))
    preview = looked_at(SHEETS, [file], sheet.school_class.school, at=END, by=teacher, round=sheet.round_id)
    imported(SHEETS, preview, by=teacher)
    undo = partial(take_back, FileImport.objects.get(), reason="选错了", by=teacher, at=FILED)
    answers = interleaved(partial(moves.submit, sheet, by=teacher, at=FILED), undo)
    assert code(answers[1]) == "stands"
    assert Nomination.objects.placed().count() == 1


def test_a_pupil_who_goes_with_an_import_is_put_on_no_sheet() -> None:
    sheet, teacher = in_entry()
    school, name = sheet.school_class.school, sheet.school_class.name_in(2025)
    by = make_administrator(school)
    roster = preview_roster(school, [HEADER, ("20259901", "林晓雯", "女", name, "40", "")], today=END.date())
    imported(ROSTER, roster, by=by)
    undo = partial(take_back, FileImport.objects.get(), reason="选错了", by=by, at=END)
    wish = Change(Student.objects.get(number="20259901").pk, items_of(sheet)[0].pk, wanted=True)
    answers = interleaved(undo, partial(entering.save_lines, sheet, [wish], by=teacher, at=END))
    assert [code(answer) for answer in answers] == ["Undo", "Saved"]
    assert isinstance(answers[1], entering.Saved)
    assert [no.code for no in answers[1].refused.values()] == ["not_enrolled"]


def submitted_twice() -> tuple[Round, list[ClassRound]]:
    school = make_school()
    sheets = [make_submitted(make_class(school, number)) for number in (1, 2)]
    return sheets[0].round, sheets


def test_a_sheet_taken_back_while_a_round_is_filed_is_not_filed() -> None:
    round_, sheets = submitted_twice()
    clerk, teacher = office_of(sheets[0]), sheets[0].school_class.staffings.get().user
    file = partial(filing.register_unflagged, round_, on=FILING_DAY, by=clerk, at=FILED)
    _recalled, filed = interleaved(partial(moves.recall, sheets[0], by=teacher, at=FILED), file)
    assert isinstance(filed, filing.Filed)
    assert [sheet.pk for sheet in filed.filed] == [sheets[1].pk]


def test_a_round_filed_by_two_at_once_is_filed_once() -> None:
    round_, sheets = submitted_twice()
    clerk = office_of(sheets[0])
    file = partial(filing.register_unflagged, round_, on=FILING_DAY, by=clerk, at=FILED)
    answers = interleaved(file, file)
    assert [code(answer) for answer in answers] == ["Filed", "none"]


def test_sheets_filed_by_two_at_once_get_their_numbers_in_turn() -> None:
    round_, sheets = submitted_twice()
    file = partial(moves.register_many, round_, on=FILING_DAY, by=office_of(sheets[0]), at=FILED)
    answers = interleaved(partial(file, [sheets[0].pk]), partial(file, [sheets[1].pk]))
    assert [code(answer) for answer in answers] == ["list", "list"]
    numbers = ClassRound.objects.order_by("filing_number").values_list("filing_number", flat=True)
    assert list(numbers) == ["2025-09-001", "2025-09-002"]


def test_a_sheet_being_sent_back_is_not_filed_as_well() -> None:
    round_, sheets = submitted_twice()
    clerk = office_of(sheets[0])
    answers = interleaved(
        partial(moves.send_back, sheets[0], reason="有误", by=clerk, at=FILED),
        partial(moves.register_many, round_, [sheets[0].pk], on=FILING_DAY, by=clerk, at=FILED),
    )
    assert [code(answer) for answer in answers] == ["ClassRound", "state"]


def test_a_name_put_on_a_sheet_that_closes_while_its_pupil_is_moved_is_told() -> None:
    """Whoever moves the pupil is asked about the sheet, or the sheet does not take the name."""
    sheet, teacher = in_entry()
    fill(sheet, teacher)
    pupil, clerk = pupils_of(sheet)[0], office_of(sheet)
    other, day = make_class(sheet.school_class.school, 2), dt.date(2025, 9, 20)
    move = partial(movements.change_class, pupil, other, on=day, by=clerk, at=FILED)
    _submitted, moved = interleaved(
        partial(moves.submit, sheet, by=teacher, at=END),
        partial(stranded.watched, pupil, move, accepted=False, by=clerk, at=FILED),
    )
    assert code(moved) == "sheets"


def test_a_record_is_not_joined_while_its_name_is_put_on_a_sheet() -> None:
    sheet, teacher = in_entry()
    pupils, clerk = pupils_of(sheet), office_of(sheet)
    join = partial(credit.join_records, pupils[0], pupils[6], on=FILING_DAY, reason="重复建档", by=clerk, at=FILED)
    _saved, joined = interleaved(partial(entering.save_lines, sheet, [change(sheet, 0)], by=teacher, at=END), join)
    assert code(joined) == "sheets"


def test_a_round_is_removed_once_and_not_while_a_sheet_of_it_is_begun() -> None:
    sheet, teacher = in_entry()
    round_, by = sheet.round, make_administrator(sheet.school_class.school)
    save = partial(entering.save_lines, sheet, [change(sheet, 0)], by=teacher, at=END)
    _saved, removed = interleaved(save, partial(opening.remove_round, round_, by=by, at=END))
    assert code(removed) == "state"
    assert Nomination.objects.count() == 1
    _school, administrator, other = in_term()
    remove = partial(opening.remove_round, other, by=administrator, at=moment(TERM_START))
    assert [code(answer) for answer in interleaved(remove, remove)] == ["NoneType", "twice"]


def test_the_record_of_a_round_says_what_stood_before_each_change() -> None:
    _school, administrator, round_ = in_term()
    days = [round_.due_on + dt.timedelta(days=number) for number in (1, 2)]
    set_days = partial(
        opening.change_round,
        round_,
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        grades=[7],
        by=administrator,
        at=moment(TERM_START),
    )
    interleaved(*(partial(set_days, due_on=day) for day in days))
    events = AuditEvent.objects.filter(action="round.changed").order_by("pk")
    assert [event.old["due_on"] for event in events] == [day.isoformat() for day in (round_.due_on, days[0])]


def test_a_round_opened_by_two_at_once_has_one_sheet_a_class() -> None:
    _school, _administrator, round_ = in_term()
    make_class(round_.term.school, 1)
    open_it = partial(opening.open_round, round_, by=None, at=moment(TERM_START))
    assert interleaved(open_it, open_it) == (1, 0)


def test_a_term_is_removed_and_its_sheets_are_not_opened_meanwhile() -> None:
    _school, administrator, round_ = in_term()
    make_class(round_.term.school, 1)
    remove = partial(correcting.remove_term, round_.term, by=administrator, at=moment(TERM_START))
    open_it = partial(opening.open_round, round_, by=None, at=moment(TERM_START))
    assert [code(answer) for answer in interleaved(remove, open_it, before="awards_round")] == ["NoneType", "gone"]
    assert not Term.objects.filter(pk=round_.term_id).exists()


def test_a_term_is_opened_once() -> None:
    school = make_school()
    make_scheme(school)
    open_it = partial(
        opening.open_term,
        school,
        school_year=2025,
        ordinal=1,
        starts_on=TERM_START,
        ends_on=TERM_END,
        by=None,
        at=moment(TERM_START),
    )
    assert [code(answer) for answer in interleaved(open_it, open_it)] == ["Term", "twice"]
    assert Term.objects.count() == 1


def test_a_scheme_adopted_by_two_at_once_is_two_versions() -> None:
    adopt = partial(drafts.adopt_preset, make_school(), "monthly-stars", by=None, at=moment(TERM_START))
    interleaved(adopt, adopt)
    assert sorted(Scheme.objects.values_list("version", flat=True)) == [1, 2]


def test_a_draft_is_published_once() -> None:
    draft = drafts.adopt_preset(make_school(), "monthly-stars", by=None, at=moment(TERM_START))
    publish = partial(drafts.publish, draft, by=None, at=moment(TERM_START))
    assert [code(answer) for answer in interleaved(publish, publish)] == ["Scheme", "state"]


def test_a_punishment_is_recorded_once_and_lifted_once() -> None:
    case = make_incidents()
    decision = PunishmentDecision(case.pupil, PunishmentKind.WARNING, INCIDENT_DAY.date(), "打架")
    record = partial(punishments.record, decision, by=case.clerk, at=INCIDENT_DAY)
    assert [code(answer) for answer in interleaved(record, record)] == ["Punishment", "twice"]
    row = Punishment.objects.get()
    lift = partial(punishments.lift, row, on=INCIDENT_DAY.date(), reason="改正", by=case.clerk, at=INCIDENT_DAY)
    assert [code(answer) for answer in interleaved(lift, lift)] == ["Punishment", "twice"]


def test_the_same_incident_is_one_record_and_is_confirmed_once() -> None:
    case = make_incidents()
    propose = partial(violations.propose, case.incident(), by=case.teacher, at=INCIDENT_DAY)
    assert [code(answer) for answer in interleaved(propose, propose)] == ["Violation", "twice"]
    found = Violation.objects.get()
    confirm = partial(violations.confirm, found, reason="属实", by=case.clerk, at=INCIDENT_DAY)
    assert [code(answer) for answer in interleaved(confirm, confirm)] == ["Violation", "state"]


def test_the_limit_of_a_term_holds_for_two_confirmed_at_once() -> None:
    case = make_incidents()
    set_scheme(case.term, deductions_per_term=1)
    one, other = case.proposed(), case.proposed("吸烟")
    confirm = partial(violations.confirm, reason="属实", by=case.clerk, at=INCIDENT_DAY)
    assert [code(a) for a in interleaved(partial(confirm, one), partial(confirm, other))] == ["Violation", "limit"]


def test_a_term_is_settled_once_and_letters_are_handed_out_once() -> None:
    ended = make_ended([32, 26])
    settle = partial(settlement.settle, ended.term, by=ended.administrator, at=SETTLING)
    interleaved(settle, settle)
    assert AuditEvent.objects.filter(action="term.settled").count() == 1
    pks = list(Entitlement.objects.filter(term=ended.term, kind=RewardKind.LETTER).values_list("pk", flat=True))
    hand = partial(rewards.hand_out, ended.term, pks, by=ended.clerk, at=LATER)
    assert [code(answer) for answer in interleaved(hand, hand)] == ["int", "state"]


def test_a_paper_is_issued_once() -> None:
    ended = make_ended([32, 26])
    ended.settle()
    letters = Entitlement.objects.filter(term=ended.term, kind=RewardKind.LETTER).values_list("pk", flat=True)
    issue = partial(issued.issue, ended.term, RewardKind.LETTER, list(letters), by=ended.administrator, at=LATER)
    assert [code(answer) for answer in interleaved(issue, issue)] == ["list", "list"]
    assert IssuedDocument.objects.count() == len(letters) > 0


def test_a_star_taken_back_while_a_term_is_settled_is_counted() -> None:
    ended = make_ended([32, 26])
    entry = StarEntry.objects.select_related("nomination").filter(term=ended.term, student=ended.pupils[0])[0]
    _reversed, settled = interleaved(
        partial(corrections.reverse, entry, reason="不符", by=ended.clerk, at=SETTLING),
        partial(settlement.settle, ended.term, by=ended.administrator, at=SETTLING),
    )
    assert isinstance(settled, settlement.Settled), settled
    mine = {"term": ended.term, "student": ended.pupils[0]}
    assert TermLevel.objects.get(**mine).total == sum(row.stars for row in StarEntry.objects.filter(**mine))
