"""Objections at the same time as each other, and as the sheet takes effect, on either database."""

from __future__ import annotations

from functools import partial

import pytest

from awards.models import LineState, Nomination, Objection, Opinion, SheetState, StarEntry
from awards.objections import verbs as objections
from awards.office import filing
from awards.opinions import verbs as opinions
from awards.sheets import moves
from tests.awards.objections.test_objections import by_pupil, dismiss, uphold
from tests.awards.voice_factories import LAST, NOTICE_OVER, RAISED, make_asked, make_clerk, make_on_notice, slip
from tests.factories import FILING_DAY, make_class, make_office, make_school, make_submitted, moment
from tests.guarantees.factories import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_clerks_one_decides() -> None:
    notice = make_on_notice()
    found, other = slip(notice), make_clerk(notice)
    moves.finalize_due(at=NOTICE_OVER)
    answers = at_once(partial(uphold, found, notice.clerk, NOTICE_OVER), partial(dismiss, found, other, NOTICE_OVER))
    assert kinds(answers) == ["Objection", "decided"]
    line = notice.line()
    stars = StarEntry.objects.filter(nomination=line).count()
    assert (line.state, stars) in [(LineState.DROPPED, 0), (LineState.FINAL, 1)]


def test_two_dismissed_at_once_post_the_star_once() -> None:
    notice = make_on_notice()
    first, second, other = slip(notice), by_pupil(notice), make_clerk(notice)
    moves.finalize_due(at=NOTICE_OVER)
    answers = at_once(partial(dismiss, first, notice.clerk, NOTICE_OVER), partial(dismiss, second, other, NOTICE_OVER))
    assert kinds(answers) == ["Objection", "Objection"]
    assert notice.line().state == LineState.FINAL
    assert StarEntry.objects.filter(nomination=notice.lines[0]).count() == 1


def test_an_objection_while_the_sheet_takes_effect_freezes_its_name_or_comes_too_late() -> None:
    notice = make_on_notice()
    answers: list[object] = [*at_once(partial(slip, notice), partial(moves.finalize_due, at=NOTICE_OVER))]
    came = isinstance(answers[0], Objection)
    assert notice.now().state == SheetState.FINAL
    assert notice.line().state == (LineState.DISPUTED if came else LineState.FINAL)
    assert StarEntry.objects.count() == (2 if came else 3)
    assert came or kinds(answers[:1]) == ["state"]


def test_objections_at_once_get_different_numbers_and_a_pupil_only_one() -> None:
    notice = make_on_notice()
    answers = at_once(partial(by_pupil, notice), partial(by_pupil, notice), partial(slip, notice))
    assert kinds(answers) == ["Objection", "Objection", "twice"]
    assert sorted(Objection.objects.values_list("number", flat=True)) == [1, 2]


def test_withdrawn_and_decided_at_once_is_one_of_the_two() -> None:
    notice = make_on_notice()
    found = by_pupil(notice)
    answers = at_once(
        partial(objections.withdraw, found, by=notice.pupil, at=RAISED), partial(uphold, found, notice.clerk)
    )
    assert kinds(answers) == ["Objection", "decided"]


def test_a_disagreement_while_the_sheet_is_submitted_is_in_time_or_refused() -> None:
    asked = make_asked(on_paper=True)
    from_page = partial(
        opinions.opine, asked.sheet, asked.lines[0], agrees=False, text="常迟到", by=asked.teacher, at=LAST
    )
    # The same teacher from two windows, and a submission that lacks its last step: never two rows, never half of one.
    answers = at_once(from_page, from_page, partial(moves.submit, asked.sheet, by=asked.homeroom, at=LAST))
    assert kinds(answers) == ["Opinion", "Opinion", "blocked"]
    assert Opinion.objects.count() == 1


def test_two_clerks_file_all_but_the_flagged_once() -> None:
    school = make_school()
    made = [make_submitted(make_class(school, number=number)) for number in (1, 2)]
    clerks = [make_office(school), make_office(school, "另一位")]
    at = moment(FILING_DAY)
    answers = at_once(
        *(partial(filing.register_unflagged, made[0].round, on=FILING_DAY, by=clerk, at=at) for clerk in clerks)
    )
    assert kinds(answers) == ["Filed", "none"]
    assert Nomination.objects.filter(class_round__state=SheetState.IN_NOTICE).count() == 6
