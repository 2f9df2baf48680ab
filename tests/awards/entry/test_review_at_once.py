"""Two people at the same shortlist: the last place is taken once, and a name is struck once."""

from __future__ import annotations

from functools import partial

import pytest

from awards.entry import review
from awards.models import Decision, Nomination, Verdict
from tests.awards.steps_factories import LATER, at_the_review
from tests.factories import make_administrator
from tests.guarantees.factories import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "事实清楚"


def test_the_last_place_is_taken_once_and_a_name_struck_once() -> None:
    work = at_the_review()
    colleague = make_administrator(work.sheet.school_class.school)
    star = work.items[0]
    for pupil in (3, 4):
        review.nominate(work.sheet, work.pupils[pupil], star, statement=WHY, by=work.teacher, at=LATER)
    nominate = partial(review.nominate, work.sheet, item=star, statement=WHY, at=LATER)
    answers = at_once(
        partial(nominate, student=work.pupils[0], by=work.teacher),
        partial(nominate, student=work.pupils[7], by=colleague),
    )
    assert kinds(answers) == ["Nomination", "over_quota"]
    assert Nomination.objects.placed().filter(item=star).count() == 5
    strike = partial(review.strike, work.line(1, 0), reason=WHY, at=LATER)
    assert kinds(at_once(partial(strike, by=work.teacher), partial(strike, by=colleague))) == ["Nomination", "gone"]
    assert Decision.objects.filter(verdict=Verdict.STRUCK).count() == 1
