"""The what-if page: agrees with the term, tries other numbers, writes nothing, is the administrator's alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Scheme
from awards.rules.kinds import Overlap
from awards.rules.scheme.document import document_of
from awards.rules.whatif import outcome, totals
from awards.schemes.drafts import adopt_preset
from awards.schemes.editor.part_page import part_page
from awards.schemes.editor.parts import PARTS
from awards.schemes.rows import spec_of
from awards.whatif.facts import facts_of, numbers_of
from awards.whatif.forms import PATHS, WhatIfForm
from starrating.operations.models import AuditEvent
from students.models import Term
from tests.awards.board_clients import client_of
from tests.awards.scheme_factories import make_desk
from tests.factories import make_administrator, make_final, make_homeroom, make_office, make_school, moment
from tests.oracle.generator import make_plan
from tests.oracle.plan import place_on
from tests.oracle.playing import play
from tests.oracle.reckoning import reckon

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 2, 1)


def own_term(term: Term) -> Term:
    return Term.objects.select_related("school", "pinned__scheme").get(pk=term.pk)


@pytest.mark.parametrize("seed", [139, 113, 35, 180, 3, 5])
def test_the_schemes_own_numbers_give_the_term_itself(seed: int) -> None:
    plan = make_plan(seed)
    player = play(plan)
    term = own_term(player.term)
    numbers = numbers_of(term.pinned.scheme)
    found: dict[str, int] = {}
    by_pk = {row.pk: number for number, row in player.students.items()}
    for grade in facts_of(term, DAY):
        found |= {by_pk[pk]: total for pk, total in totals(grade, numbers.settings).items()}
    plain = reckon(plan).totals
    here = {pupil.number for pupil in plan.pupils if place_on(pupil, plan.last_day)}
    assert found == {number: plain[number] for number in here}


def test_facts_are_read_in_a_fixed_number_of_statements() -> None:
    counts = []
    for seed in (35, 3):
        term = own_term(play(make_plan(seed)).term)
        with CaptureQueriesContext(connection) as asked:
            facts_of(term, DAY)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7


def test_the_page_says_where_conduct_alone_ends() -> None:
    sheet = make_final()
    client = client_of(make_administrator(sheet.school_class.school))
    response = client.get(reverse("awards:what_if"))
    text = response.content.decode()
    assert response.status_code == 200
    assert "a pupil can get at most 20 stars, which is 三星级学生; only first places lead beyond" in text
    assert [(row.name, row.by_conduct > 0) for row in response.context["page"].levels][2:4] == [
        ("三星级学生", True),
        ("四星级学生", False),
    ]


def test_other_numbers_are_tried_and_nothing_is_written() -> None:
    sheet = make_final()
    term = sheet.round.term
    client = client_of(make_administrator(term.school))
    url = reverse("awards:what_if_of_term", args=[term.pk])
    form = client.get(url).context["form"]
    data = {name: field.initial for name, field in form.fields.items()}
    before = list(Scheme.objects.values())
    audits = AuditEvent.objects.count()
    data |= {"bound_1": 1, "bound_2": 2, "cap": 5}
    page = client.get(url, data).context["page"]
    # Three pupils have one star each.
    assert [(row.before, row.reached) for row in page.levels][:2] == [(0, 3), (0, 0)]
    assert page.reach[0].conduct == 25
    assert list(Scheme.objects.values()) == before
    assert AuditEvent.objects.count() == audits


@pytest.mark.parametrize(
    ("name", "value"), [("bound_1", "99"), ("cap", ""), ("cap", "-1"), ("value_civility", "x"), ("overlap", "no")]
)
def test_numbers_that_make_no_sense_are_refused(name: str, value: str) -> None:
    term = make_final().round.term
    client = client_of(make_administrator(term.school))
    url = reverse("awards:what_if_of_term", args=[term.pk])
    form = client.get(url).context["form"]
    data = {key: field.initial for key, field in form.fields.items()} | {name: value}
    response = client.get(url, data)
    assert response.status_code == 422
    assert not response.context["page"].tried


def test_a_draft_can_be_tried_before_it_is_published() -> None:
    term = make_final().round.term
    draft = adopt_preset(term.school, "monthly-stars", by=None, at=moment(DAY))
    Scheme.objects.filter(pk=draft.pk).update(self_report_max=2, champion_overlap=Overlap.CUMULATIVE)
    client = client_of(make_administrator(term.school))
    response = client.get(reverse("awards:what_if_of_term", args=[term.pk]), {"scheme": draft.pk})
    assert response.context["page"].reach[0].conduct == 10
    assert response.context["form"].fields["overlap"].initial == Overlap.CUMULATIVE


def test_only_an_administrator_of_the_school_may_look() -> None:
    sheet = make_final()
    school, term = sheet.school_class.school, sheet.round.term
    url = reverse("awards:what_if_of_term", args=[term.pk])
    assert client_of(make_office(school)).get(url).status_code == 403
    assert client_of(make_homeroom(sheet.school_class, starts_on=DAY, ends_on=DAY)).get(url).status_code == 403
    stranger = client_of(make_administrator(make_school()))
    assert stranger.get(url).status_code == 404
    own = client_of(make_administrator(school))
    foreign = adopt_preset(make_school(), "monthly-stars", by=None, at=moment(DAY))
    for scheme in (foreign.pk, "x"):
        assert own.get(url, {"scheme": scheme}).status_code == 404
    assert own.post(url).status_code == 405


def test_a_school_without_a_term_is_told_what_to_do() -> None:
    response = client_of(make_administrator(make_school())).get(reverse("awards:what_if"))
    assert "Open a term" in response.content.decode()


def test_nobody_is_ever_above_what_is_possible() -> None:
    for seed in (139, 113):
        term = own_term(play(make_plan(seed)).term)
        found = outcome(facts_of(term, DAY), numbers_of(term.pinned.scheme).settings)
        assert all(level.reached <= level.at_most for level in found.levels)


@pytest.mark.parametrize("number", [0, 5])
def test_numbers_are_called_and_bounded_as_in_the_editor(number: int) -> None:
    """The same words, the same meaning of nought, and no quota that the editor would refuse."""
    draft = make_desk().draft
    form = WhatIfForm(numbers=numbers_of(draft))
    page = part_page(draft, PARTS["limits"], document_of(spec_of(draft)), [], seen="")
    boxes = {box.name: box for section in page.sections for box in section.boxes}
    for name, path in PATHS.items():
        if path in boxes:
            assert (form.fields[name].label, form.fields[name].help_text) == (boxes[path].label, boxes[path].help)
    assert boxes["caps.self_report_max"].help
    assert boxes["caps.item_quota.percent"].only_with == "caps.item_quota.kind percent"
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    tried = WhatIfForm({**sent, "quota_number": number}, numbers=form.numbers)
    assert tried.is_valid() == (number > 0)
