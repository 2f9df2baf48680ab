"""Objections: raised, taken back, upheld, dismissed; what freezes and thaws; whose they are stays unsaid (A35, A37)."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.utils import translation

from awards.models import (
    Decision,
    LineState,
    Nomination,
    Objection,
    ObjectionRoute,
    ObjectionState,
    SheetState,
    StarEntry,
    Verdict,
)
from awards.objections import verbs as objections
from awards.objections.page import ObjectionRow
from awards.settlement.checks import Matter, problems_before_settling
from awards.sheets import moves
from reports.archive.tables import tables_of
from starrating.operations.models import AuditEvent
from students.models import User
from tests.awards.voice_factories import (
    DUE,
    NOTICE_OVER,
    RAISED,
    OnNotice,
    make_clerk,
    make_on_notice,
    make_pupil,
    make_teacher,
    set_scheme,
    slip,
)
from tests.factories import make_class, make_student, moment
from tests.refusals import refusal as no

pytestmark = pytest.mark.django_db


def by_pupil(notice: OnNotice, place: int | None = 0, user: User | None = None) -> Objection:
    line = None if place is None else notice.lines[place]
    return objections.receive(
        notice.sheet, line, route=ObjectionRoute.PUPIL, facts="我看见他迟到", by=user or notice.pupil, at=RAISED
    )


def unsigned(notice: OnNotice) -> Objection:
    return objections.receive(
        notice.sheet,
        notice.lines[0],
        route=ObjectionRoute.ANONYMOUS,
        facts="箱子里的纸条",
        raised_by="不该留下",
        contact="13800000000",
        by=notice.clerk,
        at=RAISED,
    )


def uphold(objection: Objection, by: User, at: dt.datetime = RAISED) -> Objection:
    return objections.uphold(objection, answer="查实，取消", how="当面", by=by, at=at)


def dismiss(objection: Objection, by: User, at: dt.datetime = RAISED) -> Objection:
    return objections.dismiss(objection, answer="查无此事", how="当面", by=by, at=at)


def states(notice: OnNotice) -> list[str]:
    return [notice.line(place).state for place in range(3)]


def posted(notice: OnNotice) -> set[int | None]:
    return set(StarEntry.objects.values_list("nomination_id", flat=True))


# Raising.


def test_the_disputed_name_freezes_and_the_rest_becomes_final_on_time() -> None:
    notice = make_on_notice()
    found = slip(notice)
    assert (found.number, found.due_on, found.state) == (1, DUE, ObjectionState.OPEN)
    assert states(notice) == [LineState.DISPUTED, LineState.CHOSEN, LineState.CHOSEN]
    assert moves.finalize_due(at=NOTICE_OVER) == 1
    assert notice.now().state == SheetState.FINAL
    assert states(notice) == [LineState.DISPUTED, LineState.FINAL, LineState.FINAL]
    assert posted(notice) == {notice.lines[1].pk, notice.lines[2].pk}


def test_an_objection_to_the_list_as_a_whole_freezes_nothing() -> None:
    notice = make_on_notice()
    found = slip(notice, None)
    assert states(notice) == [LineState.CHOSEN] * 3
    uphold(found, notice.clerk)
    assert states(notice) == [LineState.CHOSEN] * 3


def test_who_may_raise_one_and_how() -> None:
    notice = make_on_notice()
    school = notice.sheet.school_class.school
    neighbour = make_pupil(make_student(make_class(school, 8), "邻班生"))
    subject = make_teacher(notice.sheet)
    for user in (neighbour, subject):
        assert no(lambda user=user: by_pupil(notice, user=user)) == "role"  # type: ignore[misc]
    assert no(lambda: by_pupil(notice, user=notice.homeroom)) == "role"
    for_guardian = {"route": ObjectionRoute.GUARDIAN, "facts": "有误", "raised_by": "赵建国", "at": RAISED}
    assert no(lambda: objections.receive(notice.sheet, None, by=notice.pupil, **for_guardian)) == "role"  # type: ignore[arg-type]
    made = objections.receive(notice.sheet, None, by=notice.clerk, **for_guardian)  # type: ignore[arg-type]
    assert made.raised_by == "赵建国"


def test_a_pupil_speaks_in_the_own_name_once_a_matter() -> None:
    notice = make_on_notice()
    found = by_pupil(notice)
    assert (found.raised_by, found.number) == (notice.pupil.name, 1)
    assert no(lambda: by_pupil(notice)) == "twice"
    assert by_pupil(notice, None).number == 2
    assert no(lambda: by_pupil(notice, None)) == "twice"
    objections.withdraw(found, by=notice.pupil, at=RAISED)
    assert by_pupil(notice).number == 3


def test_unsigned_ones_are_taken_where_the_scheme_does_and_keep_no_name() -> None:
    notice = make_on_notice()
    found = unsigned(notice)
    assert (found.raised_by, found.contact) == ("", "")
    assert notice.line().state == LineState.DISPUTED
    assert no(lambda: objections.withdraw(found, by=notice.clerk, at=RAISED)) == "unsigned"
    set_scheme(notice.sheet, accept_anonymous=False)
    assert no(lambda: unsigned(notice)) == "unsigned"


@pytest.mark.parametrize(
    ("words", "code"), [({"facts": " "}, "facts"), ({"raised_by": ""}, "name"), ({"facts": "长" * 501}, "long")]
)
def test_a_signed_one_needs_its_words_and_its_name(words: dict[str, str], code: str) -> None:
    notice = make_on_notice()
    said = {"facts": "有误", "raised_by": "赵建国", **words}
    assert (
        no(
            lambda: objections.receive(
                notice.sheet, None, route=ObjectionRoute.SLIP, by=notice.clerk, at=RAISED, **said
            )
        )
        == code
    )


def test_only_within_the_notice_and_about_a_name_on_it() -> None:
    notice, other = make_on_notice(), make_on_notice()
    assert no(lambda: slip(notice, at=NOTICE_OVER)) == "over"
    borrowed = OnNotice(notice.sheet, notice.homeroom, notice.clerk, notice.pupil, other.lines)
    assert no(lambda: slip(borrowed)) == "line"
    moves.send_back(notice.sheet, reason="重公示", by=notice.clerk, at=RAISED)
    assert no(lambda: slip(notice)) == "state"


# Deciding.


def test_upheld_the_name_comes_off_and_its_star_is_never_posted() -> None:
    notice = make_on_notice()
    found = uphold(slip(notice), notice.clerk)
    assert (found.state, found.answer, found.answered_how) == (ObjectionState.UPHELD, "查实，取消", "当面")
    assert (notice.line().state, notice.line().place) == (LineState.DROPPED, None)
    moves.finalize_due(at=NOTICE_OVER)
    assert notice.lines[0].pk not in posted(notice)
    verdict = Decision.objects.get(verdict=Verdict.UPHELD)
    assert (verdict.nomination_id, verdict.reason, verdict.by) == (notice.lines[0].pk, "查实，取消", notice.clerk)


def test_dismissed_in_time_it_becomes_final_with_the_others() -> None:
    notice = make_on_notice()
    dismiss(slip(notice), notice.clerk)
    assert states(notice) == [LineState.CHOSEN] * 3
    moves.finalize_due(at=NOTICE_OVER)
    assert len(posted(notice)) == 3


def test_dismissed_after_the_sheet_is_final_it_is_posted_then() -> None:
    notice = make_on_notice()
    found = slip(notice)
    moves.finalize_due(at=NOTICE_OVER)
    dismiss(found, notice.clerk, NOTICE_OVER)
    assert states(notice) == [LineState.FINAL] * 3
    entry = StarEntry.objects.get(nomination=notice.lines[0])
    assert (entry.stars, entry.by, entry.entered_at) == (notice.line().item.value, notice.clerk, NOTICE_OVER)


def test_the_last_open_one_decides_whether_the_name_thaws() -> None:
    notice = make_on_notice()
    first, second, third = slip(notice), by_pupil(notice), unsigned(notice)
    moves.finalize_due(at=NOTICE_OVER)
    dismiss(first, notice.clerk, NOTICE_OVER)
    objections.withdraw(second, by=notice.pupil, at=NOTICE_OVER)
    assert notice.line().state == LineState.DISPUTED
    dismiss(third, notice.clerk, NOTICE_OVER)
    assert notice.line().state == LineState.FINAL
    assert StarEntry.objects.filter(nomination=notice.lines[0]).count() == 1


def test_once_one_is_upheld_another_gets_its_answer_and_changes_nothing() -> None:
    notice = make_on_notice()
    first, second = slip(notice), by_pupil(notice)
    uphold(first, notice.clerk)
    dismiss(second, notice.clerk)
    assert notice.line().state == LineState.DROPPED
    assert not Objection.objects.open().exists()


def test_only_the_office_decides_once_with_an_answer() -> None:
    notice = make_on_notice()
    found = slip(notice)
    for user in (notice.homeroom, notice.pupil):
        assert no(lambda user=user: uphold(found, user)) == "role"  # type: ignore[misc]
    assert no(lambda: objections.dismiss(found, answer=" ", by=notice.clerk, at=RAISED)) == "answer"
    dismiss(found, notice.clerk)
    assert no(lambda: uphold(found, make_clerk(notice))) == "decided"
    assert no(lambda: objections.withdraw(found, by=notice.homeroom, at=RAISED)) == "decided"


def test_who_raised_it_takes_it_back_and_nobody_else() -> None:
    notice = make_on_notice()
    own, of_slip = by_pupil(notice), slip(notice, 1)
    for user in (notice.homeroom, notice.clerk, make_pupil(notice.lines[2].student)):
        assert no(lambda user=user: objections.withdraw(own, by=user, at=RAISED)) == "role"  # type: ignore[misc]
    assert no(lambda: objections.withdraw(of_slip, by=notice.pupil, at=RAISED)) == "role"
    objections.withdraw(own, reason="看错了", by=notice.pupil, at=RAISED)
    objections.withdraw(of_slip, by=notice.clerk, at=RAISED)
    assert states(notice) == [LineState.CHOSEN] * 3
    assert set(Objection.objects.values_list("state", flat=True)) == {ObjectionState.WITHDRAWN}


def test_returned_from_notice_it_stays_open_and_freezes_again_when_filed_anew() -> None:
    notice = make_on_notice()
    found = slip(notice)
    moves.send_back(notice.sheet, reason="有误", by=notice.clerk, at=RAISED)
    # However the name came to stand again meanwhile.
    Nomination.objects.filter(pk=notice.lines[0].pk).update(state=LineState.CHOSEN)
    moves.submit(notice.sheet, by=notice.homeroom, at=RAISED)
    moves.register(notice.sheet, on=RAISED.date(), by=notice.clerk, at=RAISED)
    assert states(notice) == [LineState.DISPUTED, LineState.CHOSEN, LineState.CHOSEN]
    dismiss(found, notice.clerk)
    assert notice.line().state == LineState.CHOSEN


def test_with_the_class_it_can_be_decided_too() -> None:
    notice = make_on_notice()
    found = slip(notice)
    moves.send_back(notice.sheet, reason="有误", by=notice.clerk, at=RAISED)
    uphold(found, notice.clerk)
    assert notice.line().state == LineState.DROPPED


def test_what_is_open_keeps_the_term_from_being_settled() -> None:
    notice = make_on_notice()
    found = slip(notice, None)
    moves.finalize_due(at=NOTICE_OVER)
    term = notice.sheet.round.term

    def matters() -> list[Matter]:
        return [one.matter for one in problems_before_settling(term, term.ends_on) if one.matter == Matter.OBJECTION]

    assert matters() == [Matter.OBJECTION]
    dismiss(found, notice.clerk, NOTICE_OVER)
    assert matters() == []


# Who raised it is nobody's to read.


def test_the_record_never_gives_the_name_away() -> None:
    notice = make_on_notice()
    objections.withdraw(by_pupil(notice), by=notice.pupil, at=RAISED)
    uphold(slip(notice), notice.clerk)
    dismiss(by_pupil(notice, 1), notice.clerk)
    secrets = (notice.pupil.name, "赵建国", "13800000000")
    for event in AuditEvent.objects.filter(action__startswith="objection."):
        written = f"{event.old} {event.new} {event.reason}"
        assert not any(secret in written for secret in secrets)
        assert event.target_type == "awards.classround"
    verdicts = [Verdict.DISPUTED, Verdict.UPHELD, Verdict.DISMISSED]
    assert notice.pupil not in [row.by for row in Decision.objects.filter(verdict__in=verdicts)]
    for table in tables_of(notice.sheet.round.term):
        if table.path.endswith(("objections.csv", "decisions.csv", "opinions.csv")):
            out = io.StringIO()
            csv.writer(out).writerows([table.header, *table.rows()])
            assert not any(secret in out.getvalue() for secret in secrets), table.path


def test_late_answers_are_known() -> None:
    notice = make_on_notice()
    slip(notice)

    def late(days: int) -> int:
        return ObjectionRow(Objection.objects.get(), DUE + dt.timedelta(days=days)).late_days

    assert [late(0), late(1)] == [0, 1]
    dismiss(Objection.objects.get(), notice.clerk, moment(DUE + dt.timedelta(days=2)))
    assert late(9) == 2


def test_an_objection_is_about_a_name_or_about_the_list() -> None:
    notice = make_on_notice()
    line = notice.lines[0]
    assert Objection(class_round=notice.sheet, nomination=line).about == line.title
    with translation.override("en"):
        assert Objection(class_round=notice.sheet, nomination=None).about == "The list as a whole"
