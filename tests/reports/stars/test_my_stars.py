"""A pupil's own sky: each star explained, deductions with whom to ask; nothing of others; notices while they are up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from awards.models import ClassRound, Decision, Ground, Scheme, StarEntry, Verdict
from awards.rules.kinds import NoticeScope
from awards.settlement.levels_page import levels_page
from awards.sheets import corrections
from awards.violations import verbs as violations
from awards.violations.verbs import Incident
from reports.access import terms_of
from reports.stars.class_page import class_page
from starrating.texts.keeping import keep
from students.models import Student
from tests.awards.pupil_factories import account_of, client_of
from tests.factories import (
    make_class,
    make_filed,
    make_final,
    make_office,
    make_school,
    make_student,
    moment,
    pupils_of,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 10, 20)
NOW = moment(DAY)
ADDRESS = "/my-stars/"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(student: Student) -> Client:
    return client_of(account_of(student))


def deduct(sheet: ClassRound, student: Student) -> None:
    """Fifteen stars, proposed by the teacher and confirmed by the office."""
    ground = Ground.objects.filter(scheme=sheet.round.term.pinned.scheme_id, min_records=0)[0]
    incident = Incident(
        student=student,
        ground=ground,
        happened_on=dt.date(2025, 10, 14),
        place="操场",
        facts="与同学发生冲突",
        statement="我先动手，我错了",
        guardian_told_on=DAY,
        guardian_told_how="电话",
    )
    clerk = make_office(sheet.school_class.school)
    violations.confirm(violations.propose(incident, by=clerk, at=NOW), reason="情况属实", by=clerk, at=NOW)


def test_each_star_hangs_in_its_month_and_explains_itself() -> None:
    sheet = make_final()
    pupil, other = pupils_of(sheet)[0], pupils_of(sheet)[1]
    clerk = make_office(sheet.school_class.school, "周立新")
    Decision.objects.create(
        class_round=sheet, verdict=Verdict.RETURNED, by=clerk, at=NOW, reason_kept=keep(f"{other.name}多了一项")
    )
    response = signed_in(pupil).get(ADDRESS)
    sky = response.context["sky"]
    assert [(row.name, [won.month for won in row.won], len(row.stars)) for row in sky.constellations] == [
        ("文明", ["September"], 1)
    ]
    text = strip_tags(response.content.decode().split("<main")[1])
    assert "Another 9 stars for" in text
    assert "provisional" not in text
    assert str(sheet.filing_number) in text
    assert not any(word in text for word in (other.name, "周立新", "多了一项"))
    assert Verdict.RETURNED not in [row.verdict for row in sky.lines[0].decisions]


def test_a_star_taken_back_has_left_the_sky_and_says_why() -> None:
    sheet = make_final()
    pupil = pupils_of(sheet)[0]
    entry = StarEntry.objects.get(student=pupil)
    corrections.reverse(entry, reason="评选记录有误", by=make_office(sheet.school_class.school), at=NOW)
    response = signed_in(pupil).get(ADDRESS)
    assert (response.context["sky"].constellations, response.context["page"].total) == ([], 0)
    assert "评选记录有误" in response.content.decode()


@pytest.mark.parametrize("negative", [True, False])
def test_a_deduction_is_shown_with_whom_to_ask_and_no_total_below_nought_where_the_scheme_says_so(
    negative: bool,
) -> None:
    sheet = make_final()
    school, pupil = sheet.school_class.school, pupils_of(sheet)[0]
    school.office_phone = "0431-5550100"
    school.save()
    Scheme.objects.update(allow_negative_total=negative)
    deduct(sheet, pupil)
    response = signed_in(pupil).get(ADDRESS)
    page, shown = response.context["sky"].balance, -14 if negative else 0
    assert (page.total, len(response.context["sky"].deductions)) == (shown, 1)
    assert page.explanation.startswith("\u221214 = ")
    text = response.content.decode()
    assert all(word in text for word in ("0431-5550100", "李岚", "The next star is within reach"))
    term = terms_of(school).current_on(DAY).get()
    row = next(
        row for row in class_page(sheet.school_class, term, DAY, deductions=True).table.rows if row.row.pk == pupil.pk
    )
    assert str(shown) in [str(column.read(row.row)) for column in row.columns]
    levels = levels_page(sheet.school_class, term, DAY, balanced=True)
    assert next(row.total for row in levels.rows if row.pk == pupil.pk) == shown
    other = signed_in(pupils_of(sheet)[1]).get(ADDRESS).content.decode()
    assert "0431-5550100" not in other


def test_a_pupil_without_stars_and_one_who_has_left() -> None:
    school = make_school()
    pupil = make_student(make_class(school), "安然")
    assert signed_in(pupil).get(ADDRESS).status_code == 200
    sheet = make_final()
    last = pupils_of(sheet)[-1]
    client = signed_in(last)
    assert client.get(ADDRESS).context["sky"].constellations == []
    last.enrolments.update(ends_on=dt.date(2025, 10, 10))
    assert client.get(ADDRESS).status_code == 200


def test_only_pupils_have_a_sky_and_they_have_no_other_page_of_stars() -> None:
    sheet = make_final()
    pupil, other = pupils_of(sheet)[:2]
    client = signed_in(pupil)
    assert client_of(make_office(sheet.school_class.school)).get(ADDRESS).status_code == 403
    for address in (f"/pupils/{pupil.pk}/", f"/pupils/{other.pk}/", f"/classes/{sheet.school_class_id}/totals/"):
        assert client.get(address).status_code == 403


def test_the_sky_asks_a_fixed_number_of_questions() -> None:
    sheet = make_final()
    client = signed_in(pupils_of(sheet)[0])
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as asked:
        client.get(ADDRESS)
    assert len(asked) <= 19, [query["sql"][:90] for query in asked]


class TestNotices:
    def day(self, number: int) -> time_machine.travel:
        return time_machine.travel(moment(dt.date(2025, 10, number)), tick=False)

    def test_the_own_class_notice_while_it_is_up(self) -> None:
        sheet = make_filed()
        other = make_filed(make_class(sheet.school_class.school, 2))
        pupil = pupils_of(sheet)[0]
        with self.day(10):
            client = signed_in(pupil)
            response = client.get(f"/notices/class/{sheet.pk}/")
            assert (response.status_code, response.context["for_pupil"]) == (200, True)
            assert f"/sheets/{sheet.pk}/objection/" in response.content.decode()
            assert client.get(f"/notices/class/{other.pk}/").status_code == 404
            assert client.get(f"/notices/rounds/{sheet.round_id}/classes/").status_code == 403
        with self.day(12):
            assert signed_in(pupil_again(pupil)).get(f"/notices/class/{sheet.pk}/").status_code == 404

    @pytest.mark.parametrize(
        ("scope", "found"),
        [
            (NoticeScope.CLASS, (404, 404, 404)),
            (NoticeScope.GRADE, (200, 404, 404)),
            (NoticeScope.SCHOOL, (200, 404, 200)),
        ],
    )
    def test_the_scheme_widens_it(self, scope: NoticeScope, found: tuple[int, ...]) -> None:
        sheet = make_filed()
        make_filed(make_class(sheet.school_class.school, 1, entry_year=2024))
        Scheme.objects.update(notice_scope=scope)
        with self.day(10):
            client = signed_in(pupils_of(sheet)[0])
            addresses = [f"/notices/rounds/{sheet.round_id}/{rest}" for rest in ("grades/7/", "grades/8/", "")]
            assert tuple(client.get(address).status_code for address in addresses) == found


def pupil_again(pupil: Student) -> Student:
    """Without the account made before: a second one signs in on another day."""
    pupil.user.delete()
    return Student.objects.get(pk=pupil.pk)


@pytest.mark.parametrize("taken", [False, True])
def test_the_page_opens_with_what_was_won_and_folds_the_rest_for_everybody(taken: bool) -> None:
    sheet = make_final()
    pupil = pupils_of(sheet)[0]
    if taken:
        deduct(sheet, pupil)
    response = signed_in(pupil).get(ADDRESS)
    text = response.content.decode().split("<main")[1]
    start = text.index('<details class="card"')
    folded = text[start : text.index("</details>", start)]
    # What is read, not the addresses and keys beside it.
    open_ = re.sub(r"<[^>]+>", "", text.replace(folded, ""))
    assert response.context["page"].total == 1
    assert "1 = September: 1" in folded or "\u221214 = " in folded
    assert not any(word in open_ for word in ("\u2212", "-14", "-15", "deduct", "Deduct"))
    assert ("\u221215" in folded) is taken
    assert "<summary" in folded
    assert "deduct" not in folded.split("</summary>")[0].lower()
