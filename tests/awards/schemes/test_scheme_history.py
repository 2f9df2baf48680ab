"""The versions of a scheme for everybody: the newest first, what changed as sentences, nothing of a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from awards.models import Scheme
from awards.rules.kinds import QuotaKind
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes import drafts
from awards.schemes.history.page import history
from awards.schemes.history.sentences import said_by_part
from awards.schemes.presets import load_preset
from awards.schemes.rows import spec_of
from students.models import School
from tests.awards.board_clients import client_of
from tests.awards.board_factories import TODAY
from tests.awards.scheme_factories import with_item, with_quota
from tests.factories import make_administrator, make_scheme, make_school, make_term, make_user, moment

pytestmark = pytest.mark.django_db
BEFORE = load_preset("monthly-stars")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False), translation.override("en"):
        yield


def published(school: School, spec: SchemeSpec, *, days: int) -> Scheme:
    by, at = make_administrator(school), moment(TODAY + dt.timedelta(days=days))
    draft = drafts.start_draft(school, spec, by=by, at=at)
    drafts.publish(draft, by=by, at=at)
    draft.refresh_from_db()
    return draft


def sentences(new: SchemeSpec, old: SchemeSpec = BEFORE) -> list[str]:
    return [sentence for _part, said in said_by_part(old, new) for sentence in said]


def test_a_limit_is_said_as_the_rule_it_is() -> None:
    assert sentences(with_quota(BEFORE, 3)) == ["Winners per item, class and round: at most 5 → at most 3"]
    unlimited = replace(BEFORE, caps=replace(BEFORE.caps, self_report_max=0))
    assert sentences(unlimited) == ["Items per pupil and round: at most 4 → no limit"]


def test_a_limit_counted_otherwise_is_one_sentence() -> None:
    quota = replace(BEFORE.caps.item_quota, kind=QuotaKind.PERCENT, percent=12, minimum=2)
    spec = replace(BEFORE, caps=replace(BEFORE.caps, item_quota=quota))
    assert sentences(spec) == [
        "Winners per item, class and round: at most 5 → at most 12% of the class (Round half up), at least 2"
    ]


def test_a_number_that_says_nothing_is_no_change() -> None:
    quota = replace(BEFORE.caps.item_quota, percent=50)
    assert sentences(replace(BEFORE, caps=replace(BEFORE.caps, item_quota=quota))) == []


def test_an_item_with_its_stars_criteria_and_months() -> None:
    name, (first, *others) = BEFORE.items[0].name, BEFORE.items[0].criteria
    spec = with_item(BEFORE, 0, value=2, criteria=(*others, "排队进出食堂"), months=(9, 3))
    assert sentences(spec) == [
        f"{name} · Stars: 1 → 2",
        f"{name} · Criteria: new “排队进出食堂”",
        f"{name} · Criteria: no longer “{first}”",
        f"{name} · Months: every month → March and September",
    ]


def test_rows_that_come_and_go() -> None:
    gone = replace(BEFORE, items=BEFORE.items[1:])
    assert sentences(gone) == [f"Items: “{BEFORE.items[0].name}” is no longer there"]
    assert sentences(BEFORE, gone) == [f"Items: “{BEFORE.items[0].name}” is new"]


def test_a_reward_names_its_levels() -> None:
    names = [level.name for level in BEFORE.levels]
    spec = replace(BEFORE, rewards=replace(BEFORE.rewards, letter_from=2, invitation_from=0))
    assert sentences(spec) == [
        f"Letter from level: {names[2]} → {names[1]}",
        f"Invitation from level: {names[4]} → never",
    ]


def test_the_newest_stands_first_and_drafts_do_not_stand_there() -> None:
    school = make_school()
    first = make_scheme(school)
    second = published(school, with_quota(spec_of(first), 3), days=1)
    drafts.start_draft(school, with_quota(spec_of(first), 9), by=make_administrator(school), at=moment(TODAY))
    lines = history(school)
    assert [(line.scheme, line.before) for line in lines] == [(second, first), (first, None)]
    assert [said for _part, said in lines[0].parts] == [["Winners per item, class and round: at most 5 → at most 3"]]
    assert lines[1].parts == []


def test_as_many_queries_for_many_versions_as_for_one() -> None:
    school = make_school()
    spec = spec_of(make_scheme(school))
    with CaptureQueriesContext(connection) as one:
        history(school)
    for number in (6, 7, 8):
        spec = with_quota(spec, number)
        published(school, spec, days=number)
    with CaptureQueriesContext(connection) as many:
        assert len(history(school)) == 4
    assert len(many) == len(one)


def test_whoever_is_signed_in_reads_it_and_nobody_of_another_school() -> None:
    school = make_school()
    term = make_term(school)
    client = client_of(make_user(school))
    page = client.get(reverse("awards:scheme_history"))
    assert page.status_code == 200
    assert term.name in page.content.decode()
    text = reverse("awards:scheme_published", args=[term.pinned.scheme_id])
    assert client.get(text).status_code == 200
    assert client_of(make_user(make_school())).get(text).status_code == 404


def test_a_draft_is_nobody_s_to_read_there() -> None:
    school = make_school()
    make_scheme(school)
    draft = drafts.start_draft(school, BEFORE, by=make_administrator(school), at=moment(TODAY))
    client = client_of(make_administrator(school))
    assert client.get(reverse("awards:scheme_published", args=[draft.pk])).status_code == 404


def test_before_the_first_scheme_the_page_says_so() -> None:
    client = client_of(make_user(make_school()))
    assert client.get(reverse("awards:scheme_history")).context["versions"] == []
    assert "No scheme has been published yet" in client.get(reverse("awards:scheme_history")).content.decode()


def test_the_foot_of_every_page_leads_there_but_for_the_installation_s_accounts() -> None:
    foot = f'href="{reverse("awards:scheme")}"'
    assert foot in client_of(make_user(make_school())).get(reverse("own_account")).content.decode()
    nobody = make_user(make_school())
    nobody.school = None
    nobody.save(update_fields=["school"])
    client = client_of(nobody)
    assert foot not in client.get(reverse("own_account")).content.decode()
    assert client.get(reverse("awards:scheme")).status_code == 404
