"""Schemes, terms, exams, violations, settlement, and what leaves the house."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from functools import partial
from pathlib import Path

from django.http import QueryDict

from awards.exams import entry as exam_entry, verbs as exams
from awards.models import Champion, Entitlement, PunishmentKind, Round, StarEntry
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind
from awards.schemes import drafts
from awards.schemes.presets import load_preset
from awards.settlement import verbs as settlement
from awards.sheets import corrections
from awards.terms import correcting, opening
from awards.violations import punishments, verbs as violations
from awards.violations.punishments import PunishmentDecision
from reports.archive import writing
from reports.hall import verbs as hall
from reports.honours import issued
from reports.lists import taking
from reports.models import PaperKind
from reports.terms import exports
from reports.typesetting.wordings import preset
from reports.wording import verbs as wordings
from students.asked import Asked
from students.models import School, User
from students.permits.reach import reach_of
from students.permits.roles import standing_of
from tests.awards.exam_factories import NOW as EXAM_DAY, Grade, first_in_total, make_grade, spec_of
from tests.awards.scheme_factories import make_desk, with_quota
from tests.awards.settlement_factories import LATER, NOW as SETTLING, Ended, give, make_ended
from tests.awards.violations.test_violations import NOW as INCIDENT_DAY, Case as Incidents
from tests.factories import (
    TERM_END,
    TERM_START,
    make_administrator,
    make_class,
    make_homeroom,
    make_scheme,
    make_school,
    make_term,
    moment,
)
from tests.verbs.calling import Act, calls

START = moment(TERM_START)
# What the last grade of a term records when it is settled.
SETTLED = ("grade.settled", "term.settled")


@calls(drafts.adopt_preset, "scheme.adopted")
def a_preset_adopted() -> Act:
    return partial(drafts.adopt_preset, make_school(), "monthly-stars", by=None, at=START)


@calls(drafts.adopt, "scheme.adopted")
def a_file_adopted() -> Act:
    return partial(drafts.adopt, make_school(), load_preset("six-stars"), by=None, at=START)


@calls(drafts.publish, "scheme.published")
def a_scheme_published() -> Act:
    scheme = drafts.adopt_preset(make_school(), "monthly-stars", by=None, at=START)
    return partial(drafts.publish, scheme, by=None, at=START)


@calls(drafts.start_draft, "scheme.adopted")
def a_draft_started() -> Act:
    school = make_school()
    return partial(drafts.start_draft, school, load_preset("six-stars"), by=make_administrator(school), at=START)


@calls(drafts.save_draft, "scheme.changed")
def a_draft_saved() -> Act:
    desk = make_desk()
    spec = with_quota(desk.spec, 4)
    return partial(drafts.save_draft, desk.draft, spec, seen=desk.seen, by=desk.administrator, at=START)


@calls(drafts.delete_draft, "scheme.deleted")
def a_draft_deleted() -> Act:
    desk = make_desk()
    return partial(drafts.delete_draft, desk.draft, by=desk.administrator, at=START)


@calls(drafts.publish_draft, "scheme.published")
def a_draft_published() -> Act:
    desk = make_desk()
    return partial(drafts.publish_draft, desk.draft, seen=desk.seen, by=desk.administrator, at=START)


def in_term() -> tuple[School, User, Round]:
    school = make_school()
    term = make_term(school)
    return school, make_administrator(school), Round.objects.get(term=term, label="2025-10")


@calls(opening.open_term, "term.opened")
def a_term_opened() -> Act:
    school = make_school()
    make_scheme(school)
    when = partial(opening.open_term, school, school_year=2025, ordinal=1, starts_on=TERM_START, ends_on=TERM_END)
    return partial(when, by=make_administrator(school), at=START)


@calls(opening.change_round, "round.changed")
def a_round_changed() -> Act:
    _school, administrator, round_ = in_term()
    days = {"starts_on": round_.starts_on, "ends_on": round_.ends_on, "due_on": round_.due_on + dt.timedelta(days=1)}
    return partial(opening.change_round, round_, grades=[7], by=administrator, at=START, **days)


@calls(opening.add_round, "round.added")
def a_round_added() -> Act:
    _school, administrator, round_ = in_term()
    days = dict.fromkeys(("starts_on", "ends_on", "due_on"), round_.starts_on)
    opening.remove_round(round_, by=administrator, at=START)
    return partial(opening.add_round, round_.term, label="毕业月", grades=[9], by=administrator, at=START, **days)


@calls(opening.remove_round, "round.removed")
def a_round_removed() -> Act:
    _school, administrator, round_ = in_term()
    return partial(opening.remove_round, round_, by=administrator, at=START)


@calls(correcting.change_term, "term.changed", "round.changed", "round.removed")
def the_days_of_a_term_changed() -> Act:
    _school, administrator, round_ = in_term()
    days = {"starts_on": TERM_START + dt.timedelta(days=1), "ends_on": dt.date(2025, 12, 19)}
    return partial(correcting.change_term, round_.term, by=administrator, at=START, **days)


@calls(correcting.remove_term, "term.removed")
def a_term_removed() -> Act:
    _school, administrator, round_ = in_term()
    return partial(correcting.remove_term, round_.term, by=administrator, at=START)


@calls(exams.announce, "exam.announced")
def an_exam_announced() -> Act:
    grade = make_grade()
    return partial(exams.announce, spec_of(grade), by=grade.clerk, at=EXAM_DAY)


@calls(exams.confirm, "exam.confirmed")
def an_exam_confirmed() -> Act:
    grade = make_grade()
    return partial(exams.confirm, spec_of(grade), first_in_total(grade.pupils[0]), by=grade.clerk, at=EXAM_DAY)


@calls(exam_entry._changed, "exam.confirmed")
def a_winner_taken_back() -> Act:
    grade = make_grade()
    exams.confirm(spec_of(grade), first_in_total(grade.pupils[0]), by=grade.clerk, at=EXAM_DAY)
    return partial(exam_entry.remove_winner, grade_champion(grade), by=grade.clerk, at=EXAM_DAY)


def grade_champion(grade: Grade) -> Champion:
    return Champion.objects.select_related("exam__kind", "exam__term", "subject").get(exam__term=grade.term)


@calls(exams.move, "exam.moved")
def an_exam_moved() -> Act:
    grade = make_grade()
    exam = exams.announce(spec_of(grade), by=grade.clerk, at=EXAM_DAY)
    other = Round.objects.get(term=grade.term, label="2025-11")
    return partial(exams.move, exam, other, by=grade.clerk, at=EXAM_DAY)


@calls(exams.call_off, "exam.called_off")
def an_exam_called_off() -> Act:
    grade = make_grade()
    exam = exams.announce(spec_of(grade), by=grade.clerk, at=EXAM_DAY)
    return partial(exams.call_off, exam, reason="改期", by=grade.clerk, at=EXAM_DAY)


def make_incidents() -> Incidents:
    grade = make_grade()
    return Incidents(grade.term, grade.pupils[0], make_homeroom(grade.classes[0]), grade.clerk)


@calls(violations.propose, "violation.proposed")
def a_violation_proposed() -> Act:
    case = make_incidents()
    return partial(violations.propose, case.incident(), by=case.teacher, at=INCIDENT_DAY)


@calls(violations.supplement, "violation.supplemented")
def a_violation_supplemented() -> Act:
    case = make_incidents()
    found = case.proposed()
    return partial(
        violations.supplement,
        found,
        statement="我错了",
        guardian_told_on=found.happened_on,
        guardian_told_how="当面",
        by=case.teacher,
        at=INCIDENT_DAY,
    )


@calls(violations.confirm, "violation.confirmed")
def a_violation_confirmed() -> Act:
    case = make_incidents()
    return partial(violations.confirm, case.proposed(), reason="情况属实", by=case.clerk, at=INCIDENT_DAY)


@calls(violations.record, "violation.proposed", "violation.confirmed")
def a_violation_recorded() -> Act:
    case = make_incidents()
    return partial(violations.record, case.incident(), by=case.clerk, at=INCIDENT_DAY)


@calls(violations.drop, "violation.dropped")
def a_violation_dropped() -> Act:
    case = make_incidents()
    return partial(violations.drop, case.proposed(), reason="不属实", by=case.clerk, at=INCIDENT_DAY)


@calls(violations.revoke, "violation.revoked")
def a_violation_revoked() -> Act:
    case = make_incidents()
    return partial(violations.revoke, case.confirmed(), reason="申诉成立", by=case.clerk, at=INCIDENT_DAY)


@calls(punishments.record, "punishment.recorded")
def a_punishment_recorded() -> Act:
    case = make_incidents()
    decision = PunishmentDecision(case.pupil, PunishmentKind.WARNING, EXAM_DAY.date(), "打架")
    return partial(punishments.record, decision, by=case.clerk, at=INCIDENT_DAY)


@calls(punishments.lift, "punishment.lifted")
def a_punishment_lifted() -> Act:
    case = make_incidents()
    decision = PunishmentDecision(case.pupil, PunishmentKind.WARNING, EXAM_DAY.date(), "打架")
    row = punishments.record(decision, by=case.clerk, at=INCIDENT_DAY)
    return partial(punishments.lift, row, on=INCIDENT_DAY.date(), reason="表现良好", by=case.clerk, at=INCIDENT_DAY)


@calls(settlement.settle, *SETTLED)
def a_term_settled() -> Act:
    ended = make_ended()
    return partial(settlement.settle, ended.term, by=ended.administrator, at=SETTLING)


def settled() -> Ended:
    ended = make_ended()
    ended.settle()
    return ended


@calls(settlement.settle_grade, "grade.settled")
def a_grade_settled() -> Act:
    ended = make_ended(alone=True)
    make_class(ended.school, 1, entry_year=2023)
    return partial(settlement.settle_grade, ended.term, 7, by=ended.administrator, at=SETTLING)


@calls(settlement.reopen_grade, "grade.reopened")
def a_grade_reopened() -> Act:
    ended = make_ended(alone=True)
    make_class(ended.school, 1, entry_year=2023)
    settlement.settle_grade(ended.term, 7, by=ended.administrator, at=SETTLING)
    return partial(settlement.reopen_grade, ended.term, 7, reason="漏记", by=ended.administrator, at=LATER)


@calls(settlement.reopen, "grade.reopened", "term.reopened")
def a_term_reopened() -> Act:
    ended = settled()
    return partial(settlement.reopen, ended.term, reason="漏记一次获星", by=ended.administrator, at=LATER)


def take(ended: Ended, place: int, stars: int) -> None:
    """Take so many stars of a pupil back, while the term is open."""
    for entry in StarEntry.objects.standing().filter(student=ended.pupils[place])[:stars]:
        corrections.reverse(entry, reason="不符", by=ended.clerk, at=LATER)


def lost() -> Ended:
    """Reopened, and the second pupil is left with too few stars for the level."""
    ended = settled()
    rewards.hand_out(ended.term, letters(ended), by=ended.clerk, at=LATER)
    ended.reopen()
    take(ended, 1, 3)
    return ended


@calls(
    settlement.settle, "grade.settled", "term.settled", "level.corrected", "entitlement.withdraw", "entitlement.reissue"
)
def a_level_lost() -> Act:
    ended = lost()
    return partial(settlement.settle, ended.term, by=ended.administrator, at=LATER)


@calls(settlement.settle, *SETTLED, "level.corrected", "entitlement.renew")
def a_level_won_back() -> Act:
    ended = lost()
    ended.settle(LATER)
    ended.reopen(LATER)
    give(ended.term, ended.pupils[1], 3)
    return partial(settlement.settle, ended.term, by=ended.administrator, at=LATER)


def letters(ended: Ended) -> list[int]:
    found = Entitlement.objects.filter(term=ended.term, kind=RewardKind.LETTER)
    return list(found.values_list("pk", flat=True))


@calls(rewards.hand_out, "entitlement.handed_out")
def letters_handed_out() -> Act:
    ended = settled()
    return partial(rewards.hand_out, ended.term, letters(ended), by=ended.clerk, at=LATER)


@calls(rewards.withdraw, "entitlement.withdraw")
def a_letter_withdrawn() -> Act:
    ended = settled()
    row = ended.of(ended.pupils[0], RewardKind.LETTER)
    return partial(rewards.withdraw, row, reason="已转学", by=ended.clerk, at=LATER)


@calls(rewards.reissue, "entitlement.reissue")
def a_letter_issued_again() -> Act:
    ended = settled()
    rewards.hand_out(ended.term, letters(ended), by=ended.clerk, at=LATER)
    row = ended.of(ended.pupils[0], RewardKind.LETTER)
    return partial(rewards.reissue, row, reason="遗失", by=ended.clerk, at=LATER)


@calls(rewards.undo_hand_out, "entitlement.hand_out_undone")
def a_letter_not_handed_out_after_all() -> Act:
    ended = settled()
    rewards.hand_out(ended.term, letters(ended), by=ended.clerk, at=LATER)
    return partial(rewards.undo_hand_out, ended.term, letters(ended), by=ended.clerk, at=LATER)


@calls(issued.issue, "paper.issued")
def letters_issued() -> Act:
    ended = settled()
    return partial(issued.issue, ended.term, RewardKind.LETTER, letters(ended), by=ended.clerk, at=LATER)


@calls(hall.turn_on, "hall.on")
def the_screen_turned_on() -> Act:
    ended = settled()
    return partial(hall.turn_on, ended.term, by=ended.administrator, at=LATER)


@calls(hall.turn_off, "hall.off")
def the_screen_turned_off() -> Act:
    ended = settled()
    hall.turn_on(ended.term, by=ended.administrator, at=LATER)
    return partial(hall.turn_off, ended.term, by=ended.administrator, at=LATER)


@calls(writing.pack, "term.archived")
def a_term_archived() -> Act:
    ended = settled()
    target = Path(tempfile.mkdtemp(prefix="starrating-pack-")) / "archive.zip"
    return partial(writing.pack, ended.term, target, by=ended.administrator, at=LATER)


@calls(exports.ledger, "ledger.exported")
def the_ledger_exported() -> Act:
    ended = settled()
    rows = StarEntry.objects.of_term(ended.term)
    return partial(exports.ledger, ended.term, rows, by=ended.administrator, at=LATER)


@calls(exports.term_workbook, "term.exported")
def the_workbook_exported() -> Act:
    ended = settled()
    return partial(exports.term_workbook, ended.term, io.BytesIO(), by=ended.administrator, at=LATER)


@calls(taking.take, "list.exported")
def a_list_exported() -> Act:
    ended = make_ended()
    export = taking.exports()["teachers"]
    standing = standing_of(ended.administrator, TERM_END)
    reach = reach_of(standing, export.action)
    asked = Asked(ended.school, ended.administrator, standing, reach, QueryDict(), TERM_END)
    return partial(taking.take, export, asked, by=ended.administrator, at=LATER)


@calls(wordings.edit, "wording.edited")
def a_wording_edited() -> Act:
    school = make_school()
    text = preset(PaperKind.LETTER) | {"title": "捷报"}
    return partial(wordings.edit, school, PaperKind.LETTER, text, by=make_administrator(school), at=LATER)


@calls(wordings.restore, "wording.restored")
def a_wording_restored() -> Act:
    school = make_school()
    by = make_administrator(school)
    wordings.edit(school, PaperKind.LETTER, preset(PaperKind.LETTER) | {"title": "捷报"}, by=by, at=LATER)
    return partial(wordings.restore, school, PaperKind.LETTER, by=by, at=LATER)
