"""A class's sheet: filled in, discussed, voted on, submitted, filed, objected to, corrected."""

from __future__ import annotations

import datetime as dt
from functools import partial

from awards.entry import pending, review
from awards.entry.pending import Piece
from awards.models import ClassRound, Nomination, Objection, ObjectionRoute, Opinion, PendingName, StarEntry
from awards.objections import verbs as objections
from awards.office import filing
from awards.opinions import verbs as opinions
from awards.rules.kinds import StepRole
from awards.sheet_files.importer import SHEETS
from awards.sheets import corrections, entering, moves, paper_steps, undecided
from awards.sheets.entering import Change
from awards.sheets.stage import class_steps
from awards.steps import closing
from awards.steps.committee import verbs as votes
from awards.steps.group import verbs as discussion
from awards.steps.meeting import verbs as meeting
from awards.steps.pupil import declarations
from awards.steps.pupil.own_lines import Wish
from awards.terms import opening
from students.imports.history.verbs import take_back
from students.imports.pipeline import importer
from students.models import FileImport, User
from tests.awards.month_files import one_class
from tests.awards.steps_factories import (
    NOW as AT_WORK,
    at_the_committee,
    at_the_groups,
    at_the_review,
    make_class_at_work,
)
from tests.awards.voice_factories import LAST, make_asked
from tests.factories import (
    FILING_DAY,
    TERM_START,
    fill,
    items_of,
    make_class,
    make_filed,
    make_final,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_submitted,
    moment,
    pupils_of,
)
from tests.imports import imported, looked_at
from tests.verbs.calling import Act, calls

END = moment(dt.date(2025, 9, 30))
FILED = moment(FILING_DAY)
LATER = moment(dt.date(2025, 10, 20))


def in_entry() -> tuple[ClassRound, User]:
    sheet = make_sheet()
    return sheet, make_homeroom(sheet.school_class)


def office_of(sheet: ClassRound) -> User:
    return make_office(sheet.school_class.school, "何办事")


@calls(entering.save_lines, "sheet.entered")
def names_entered() -> Act:
    sheet, teacher = in_entry()
    changes = [Change(pupil.pk, items_of(sheet)[0].pk, wanted=True) for pupil in pupils_of(sheet)[:2]]
    return partial(entering.save_lines, sheet, changes, by=teacher, at=END)


@calls(pending.keep, "sheet.names_kept")
def unknown_names_kept() -> Act:
    sheet, teacher = in_entry()
    return partial(pending.keep, sheet, [Piece(items_of(sheet)[0].pk, "无此人")], by=teacher, at=END)


@calls(pending.settle, "sheet.entered", "sheet.names_dropped")
def an_unknown_name_settled() -> Act:
    sheet, teacher = in_entry()
    pending.keep(sheet, [Piece(items_of(sheet)[0].pk, "无此人")], by=teacher, at=END)
    meant = {PendingName.objects.get(class_round=sheet).pk: pupils_of(sheet)[0].pk}
    return partial(pending.settle, sheet, meant, by=teacher, at=END)


@calls(pending.drop, "sheet.names_dropped")
def an_unknown_name_dropped() -> Act:
    sheet, teacher = in_entry()
    pending.keep(sheet, [Piece(items_of(sheet)[0].pk, "无此人")], by=teacher, at=END)
    return partial(pending.drop, sheet, [PendingName.objects.get(class_round=sheet).pk], by=teacher, at=END)


@calls(paper_steps.hold_steps, "sheet.steps_held")
def steps_ticked_together() -> Act:
    sheet, teacher = in_entry()
    steps = class_steps(sheet.round.term.pinned.scheme.steps.all())
    ticks = [paper_steps.Tick(step.pk, sheet.round.ends_on, "全班") for step in steps[:2]]
    return partial(paper_steps.hold_steps, sheet, ticks, by=teacher, at=END)


@calls(paper_steps.hold_step, "sheet.step_held")
def a_step_ticked() -> Act:
    sheet, teacher = in_entry()
    step = class_steps(sheet.round.term.pinned.scheme.steps.all())[0]
    return partial(
        paper_steps.hold_step, sheet, step, held_on=sheet.round.ends_on, participants="全班", by=teacher, at=END
    )


@calls(paper_steps.release_step, "sheet.step_withdrawn")
def a_tick_taken_back() -> Act:
    sheet, teacher = in_entry()
    step = class_steps(sheet.round.term.pinned.scheme.steps.all())[0]
    paper_steps.hold_step(sheet, step, held_on=sheet.round.ends_on, participants="全班", by=teacher, at=END)
    return partial(paper_steps.release_step, sheet, step, by=teacher, at=END)


@calls(moves.submit, "sheet.submitted")
def a_sheet_submitted() -> Act:
    sheet, teacher = in_entry()
    fill(sheet, teacher)
    return partial(moves.submit, sheet, by=teacher, at=END)


@calls(moves.recall, "sheet.recalled")
def a_sheet_recalled() -> Act:
    sheet = make_submitted()
    teacher = sheet.school_class.staffings.get().user
    return partial(moves.recall, sheet, by=teacher, at=END)


@calls(moves.send_back, "sheet.returned")
def a_sheet_returned() -> Act:
    sheet = make_submitted()
    return partial(moves.send_back, sheet, reason="少一个日期", by=office_of(sheet), at=END)


@calls(filing.send_back_with_remarks, "sheet.returned")
def a_sheet_returned_with_remarks() -> Act:
    sheet = make_submitted()
    line = Nomination.objects.filter(class_round=sheet)[0]
    return partial(filing.send_back_with_remarks, sheet, {line.pk: "同名"}, by=office_of(sheet), at=FILED)


@calls(moves.register, "sheet.filed")
def a_sheet_filed() -> Act:
    sheet = make_submitted()
    return partial(moves.register, sheet, on=FILING_DAY, by=office_of(sheet), at=FILED)


@calls(moves.register_many, "sheet.filed")
def sheets_filed() -> Act:
    school = make_school()
    sheets = [make_submitted(make_class(school, number)) for number in (1, 2)]
    pks = [sheet.pk for sheet in sheets]
    return partial(moves.register_many, sheets[0].round, pks, on=FILING_DAY, by=office_of(sheets[0]), at=FILED)


@calls(moves.unfile_many, "sheet.filing_undone")
def a_filing_undone() -> Act:
    sheet = make_submitted()
    clerk = office_of(sheet)
    moves.register_many(sheet.round, [sheet.pk], on=FILING_DAY, by=clerk, at=FILED)
    return partial(moves.unfile_many, sheet.round, [sheet.pk], filed_at=FILED, reason="误操作", by=clerk, at=FILED)


@calls(filing.register_unflagged, "sheet.filed")
def a_round_filed() -> Act:
    school = make_school()
    sheets = [make_submitted(make_class(school, number)) for number in (1, 2)]
    return partial(filing.register_unflagged, sheets[0].round, on=FILING_DAY, by=office_of(sheets[0]), at=FILED)


@calls(filing.register_but, "sheet.filed", "objection.raised")
def a_sheet_filed_but_for_a_name() -> Act:
    sheet = make_submitted()
    line = Nomination.objects.filter(class_round=sheet)[0]
    return partial(filing.register_but, sheet, {line.pk: "同名"}, on=FILING_DAY, by=office_of(sheet), at=FILED)


@calls(moves._finalize, "sheet.finalized")
def a_notice_over() -> Act:
    make_filed()
    return partial(moves.finalize_due, at=LATER)


@calls(corrections.add, "star.added")
def a_star_added_late() -> Act:
    sheet = make_final()
    pupil, item = pupils_of(sheet)[6], items_of(sheet)[0]
    return partial(corrections.add, sheet, pupil, item, reason="漏记", by=office_of(sheet), at=LATER)


@calls(corrections.reverse, "star.reversed")
def a_star_reversed() -> Act:
    sheet = make_final()
    entry = StarEntry.objects.filter(round=sheet.round)[0]
    return partial(corrections.reverse, entry, reason="录错", by=office_of(sheet), at=LATER)


@calls(opening.open_round, "round.opened")
def a_round_opened() -> Act:
    sheet = make_sheet()
    make_class(sheet.school_class.school, 2)
    return partial(opening.open_round, sheet.round, by=None, at=moment(TERM_START))


def objected(route: ObjectionRoute = ObjectionRoute.SLIP) -> tuple[Objection, User]:
    sheet = make_filed()
    line, clerk = Nomination.objects.filter(class_round=sheet)[0], office_of(sheet)
    found = objections.receive(sheet, line, route=route, facts="事实不符", raised_by="王芳", by=clerk, at=FILED)
    return found, clerk


@calls(objections.receive, "objection.raised")
def an_objection_received() -> Act:
    sheet = make_filed()
    line, clerk = Nomination.objects.filter(class_round=sheet)[0], office_of(sheet)
    return partial(
        objections.receive,
        sheet,
        line,
        route=ObjectionRoute.SLIP,
        facts="事实不符",
        raised_by="王芳",
        by=clerk,
        at=FILED,
    )


@calls(objections.withdraw, "objection.withdrawn")
def an_objection_withdrawn() -> Act:
    objection, clerk = objected()
    return partial(objections.withdraw, objection, by=clerk, at=FILED)


@calls(objections.uphold, "objection.upheld")
def an_objection_upheld() -> Act:
    objection, clerk = objected()
    return partial(objections.uphold, objection, answer="属实", by=clerk, at=FILED)


@calls(objections.dismiss, "objection.dismissed")
def an_objection_dismissed() -> Act:
    objection, clerk = objected()
    return partial(objections.dismiss, objection, answer="不属实", by=clerk, at=FILED)


@calls(opinions.opine, "opinion.given")
def an_opinion_given() -> Act:
    asked = make_asked()
    return partial(
        opinions.opine, asked.sheet, asked.lines[0], agrees=False, text="欠交作业", by=asked.teacher, at=LAST
    )


@calls(opinions.reply, "opinion.answered")
def an_opinion_answered() -> Act:
    asked = make_asked()
    opinion: Opinion = opinions.opine(
        asked.sheet, asked.lines[0], agrees=False, text="欠交作业", by=asked.teacher, at=LAST
    )
    return partial(opinions.reply, opinion, text="已核实", by=asked.homeroom, at=LAST)


@calls(declarations.declare_all, "sheet.declared")
def stars_declared() -> Act:
    work = make_class_at_work()
    wishes = [Wish(work.items[0].pk, wanted=True, statement="我这个月每天都做到了。")]
    return partial(declarations.declare_all, work.sheet, work.pupils[1], wishes, by=work.user(1), at=AT_WORK)


@calls(declarations.declare_all, "sheet.retracted")
def a_declaration_taken_back() -> Act:
    work = make_class_at_work()
    work.declares(1, 0)
    wishes = [Wish(work.items[0].pk, wanted=False)]
    return partial(declarations.declare_all, work.sheet, work.pupils[1], wishes, by=work.user(1), at=AT_WORK)


@calls(declarations.set_goals, "sheet.goals_set")
def goals_set() -> Act:
    work = make_class_at_work()
    return partial(
        declarations.set_goals, work.sheet, work.pupils[1], work.items[:2], by=work.user(1), at=moment(TERM_START)
    )


@calls(closing.close, "sheet.step_closed")
def a_step_closed() -> Act:
    work = make_class_at_work()
    work.declares(1, 0)
    return partial(closing.close, work.sheet, work.step(StepRole.PUPIL), by=work.teacher, at=AT_WORK)


@calls(closing.reopen, "sheet.step_reopened")
def a_step_reopened() -> Act:
    work = at_the_groups()
    return partial(closing.reopen, work.sheet, work.step(StepRole.PUPIL), by=work.teacher, at=AT_WORK)


@calls(discussion.discuss, "sheet.discussed")
def a_name_discussed() -> Act:
    work = at_the_groups()
    return partial(
        discussion.discuss, work.line(1, 0), agrees=True, hands_for=3, hands_against=1, by=work.user(0), at=AT_WORK
    )


@calls(discussion.discuss_all, "sheet.discussed")
def a_group_discussed() -> Act:
    work = at_the_groups()
    seen = [work.line(*cell).pk for cell in ((1, 0), (1, 1), (2, 0))]
    return partial(discussion.discuss_all, work.sheet, {}, seen, by=work.user(0), at=AT_WORK)


@calls(discussion.undo_discussion, "sheet.discussion_undone")
def a_discussion_undone() -> Act:
    work = at_the_groups()
    line = work.discusses(1, 0)
    return partial(discussion.undo_discussion, line, by=work.user(0), at=AT_WORK)


@calls(votes.vote)
def ballots_cast() -> Act:
    work = at_the_committee()
    return partial(votes.vote, work.sheet, {work.line(1, 0).pk: True}, by=work.user(0), at=AT_WORK)


@calls(votes.agree_with_rest)
def the_rest_agreed_to() -> Act:
    work = at_the_committee()
    seen = list(votes.before_the_committee(work.sheet).values_list("pk", flat=True))
    return partial(votes.agree_with_rest, work.sheet, seen, by=work.user(0), at=AT_WORK)


@calls(meeting.count_hands, "sheet.hands_counted")
def hands_counted() -> Act:
    work = at_the_committee()
    hands = {work.line(pupil, 0).pk: (3, None) for pupil in (1, 2, 5, 6)}
    return partial(meeting.count_hands, work.sheet, work.items[0].pk, hands, by=work.teacher, at=AT_WORK)


@calls(meeting.forget_hands, "sheet.hands_forgotten")
def hands_forgotten() -> Act:
    work = at_the_committee()
    hands = {work.line(pupil, 0).pk: (3, None) for pupil in (1, 2, 5, 6)}
    meeting.count_hands(work.sheet, work.items[0].pk, hands, by=work.teacher, at=AT_WORK)
    return partial(meeting.forget_hands, work.sheet, work.items[0].pk, by=work.teacher, at=AT_WORK)


@calls(review.strike, "line.struck")
def a_name_struck() -> Act:
    work = at_the_review()
    return partial(review.strike, work.line(1, 0), reason="与事实不符", by=work.teacher, at=AT_WORK)


@calls(review.restore, "line.restored")
def a_name_restored() -> Act:
    work = at_the_review()
    line = review.strike(work.line(1, 0), reason="与事实不符", by=work.teacher, at=AT_WORK)
    return partial(review.restore, line, reason="已核实", by=work.teacher, at=AT_WORK)


@calls(review.nominate, "line.nominated")
def a_name_nominated() -> Act:
    work = at_the_review()
    return partial(
        review.nominate,
        work.sheet,
        work.pupils[3],
        work.items[0],
        statement="主动帮助同学",
        by=work.teacher,
        at=AT_WORK,
    )


@calls(undecided.decline_rest, "sheet.rest_declined")
def the_rest_declined() -> Act:
    sheet, teacher = in_entry()
    fill(sheet, teacher)
    Nomination.objects.filter(class_round=sheet).update(state="proposed", place=None)
    return partial(undecided.decline_rest, sheet, by=teacher, at=END)


@calls(importer.apply, "sheets.imported", "sheet.entered", "sheet.steps_held")
def a_sheet_brought_in() -> Act:
    sheet, teacher = in_entry()
    name = sheet.school_class.name_in(2025)
    file = ("2025-09.xlsx", one_class({"文明星": pupils_of(sheet)[0].name}, name))
    preview = looked_at(SHEETS, [file], sheet.school_class.school, at=END, by=teacher, round=sheet.round_id)
    return partial(imported, SHEETS, preview, by=teacher)


@calls(take_back, "import.taken_back", "sheet.entered", "sheet.step_withdrawn")
def an_import_of_sheets_undone() -> Act:
    a_sheet_brought_in()()
    run = FileImport.objects.latest("pk")
    return partial(take_back, run, reason="选错了文件", by=run.by, at=FILED)
