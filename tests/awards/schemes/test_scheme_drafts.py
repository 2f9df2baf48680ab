"""Drafts of a scheme: begun, changed, dropped, published; what rows and files say is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import HealthCheck, assume, given, settings
from hypothesis.extra.django import TestCase

from awards.models import Scheme, SchemeState, StarItem, TermScheme
from awards.rules.scheme.checks import spec_problems
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes import drafts
from awards.schemes.drafts import delete_draft, mark_of, publish_draft, save_draft, start_draft
from awards.schemes.presets import available_presets, load_preset
from awards.schemes.rows import spec_of
from awards.terms import opening
from starrating.operations.models import AuditEvent
from tests import length
from tests.awards.scheme_factories import NOW, Desk, make_desk, with_item, with_quota
from tests.factories import TERM_END, TERM_START, make_administrator, make_office, make_school
from tests.refusals import refused
from tests.rules.scheme_variations import specs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("code", available_presets())
def test_the_rows_of_a_preset_say_what_its_file_says(code: str) -> None:
    school = make_school()
    draft = start_draft(school, load_preset(code), by=make_administrator(school), at=NOW)
    spec = load_preset(code)
    assert spec_of(draft) == replace(spec, words=replace(spec.words, office=school.office_name))


class RowsAtRandom(TestCase):
    @settings(
        max_examples=length.of(short=15, long=40),
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(specs())
    def test_whatever_may_be_saved_is_what_the_rows_say(self, spec: SchemeSpec) -> None:
        assume(all(problem.later for problem in spec_problems(spec)))
        school = make_school()
        administrator = make_administrator(school)
        draft = start_draft(school, load_preset("six-stars"), by=administrator, at=NOW)
        spec = replace(spec, code="six-stars", words=replace(spec.words, office=school.office_name))
        save_draft(draft, spec, seen=mark_of(spec_of(draft)), by=administrator, at=NOW)
        assert spec_of(Scheme.objects.get(pk=draft.pk)) == spec


def save(desk: Desk, spec: SchemeSpec, seen: str = "") -> None:
    desk.draft = save_draft(desk.draft, spec, seen=seen or desk.seen, by=desk.administrator, at=NOW)


def test_a_draft_is_the_next_version_and_says_the_same() -> None:
    desk = make_desk()
    assert (desk.draft.version, desk.draft.state) == (2, SchemeState.DRAFT)
    assert desk.spec == spec_of(desk.published)
    assert AuditEvent.objects.filter(action="scheme.adopted", actor=desk.administrator).count() == 1


def test_a_draft_is_changed_and_the_published_version_is_not() -> None:
    desk = make_desk()
    before = spec_of(desk.published)
    save(desk, with_quota(with_item(desk.spec, 0, name="礼貌星", months=(9, 10)), 3))
    assert spec_of(desk.published) == before
    assert (desk.spec.caps.item_quota.number, desk.spec.items[0].name, desk.spec.items[0].months) == (
        3,
        "礼貌星",
        (9, 10),
    )
    assert AuditEvent.objects.get(action="scheme.changed").new == {"parts": ["items", "caps"]}


def test_saving_the_same_twice_is_one_change() -> None:
    desk = make_desk()
    spec, seen = with_quota(desk.spec, 3), desk.seen
    save(desk, spec, seen)
    save(desk, spec, seen)
    assert AuditEvent.objects.filter(action="scheme.changed").count() == 1


def test_what_somebody_else_has_changed_is_not_overwritten_unseen() -> None:
    desk = make_desk()
    seen, mine = desk.seen, with_quota(desk.spec, 3)
    save(desk, with_quota(desk.spec, 4))
    with refused("stale", match="Somebody else"):
        save(desk, mine, seen)
    assert desk.spec.caps.item_quota.number == 4


def test_what_rows_cannot_hold_is_not_saved_and_what_only_hinders_publishing_is() -> None:
    desk = make_desk()
    with refused("problems", match="cannot be saved"):
        save(desk, with_item(desk.spec, 0, name=desk.spec.items[1].name))
    with refused("problems", match="cannot be saved"):
        save(desk, replace(desk.spec, code="other"))
    save(desk, with_item(desk.spec, 0, criteria=()))
    assert desk.spec.items[0].criteria == ()
    with refused("problems", match=r"items\[1\].criteria: must not be empty"):
        publish_draft(desk.draft, seen=desk.seen, by=desk.administrator, at=NOW)


def test_a_version_is_published_once_and_never_changes_again() -> None:
    desk = make_desk()
    publish_draft(desk.draft, seen=desk.seen, by=desk.administrator, at=NOW)
    with refused("state", match="published already"):
        publish_draft(desk.draft, seen=desk.seen, by=desk.administrator, at=NOW)
    with refused("state", match="published already"):
        delete_draft(desk.draft, by=desk.administrator, at=NOW)
    with refused("state", match="published already"):
        save(desk, with_quota(desk.spec, 3))
    assert AuditEvent.objects.filter(action="scheme.published", actor=desk.administrator).count() == 1


def test_only_what_was_read_is_published() -> None:
    desk = make_desk()
    seen = desk.seen
    save(desk, with_quota(desk.spec, 3))
    with refused("stale", match="Somebody else"):
        publish_draft(desk.draft, seen=seen, by=desk.administrator, at=NOW)
    desk.draft.refresh_from_db()
    assert desk.draft.state == SchemeState.DRAFT


def test_a_draft_is_deleted_with_its_rows_once() -> None:
    desk = make_desk()
    pk = desk.draft.pk
    delete_draft(desk.draft, by=desk.administrator, at=NOW)
    assert not Scheme.objects.filter(pk=pk).exists()
    assert not StarItem.objects.filter(scheme=pk).exists()
    with refused("twice", match="deleted already"):
        delete_draft(Scheme(pk=pk), by=desk.administrator, at=NOW)
    assert AuditEvent.objects.get(action="scheme.deleted").old["version"] == 2


def test_nobody_but_an_administrator_of_the_school() -> None:
    desk = make_desk()
    strangers = (make_office(desk.school), make_administrator(make_school()))
    for who in strangers:
        with refused("role", match="It is done by: administrator"):
            start_draft(desk.school, desk.spec, by=who, at=NOW)
        with refused("role", match="It is done by: administrator"):
            save_draft(desk.draft, with_quota(desk.spec, 3), seen=desk.seen, by=who, at=NOW)
        with refused("role", match="It is done by: administrator"):
            delete_draft(desk.draft, by=who, at=NOW)
        with refused("role", match="It is done by: administrator"):
            publish_draft(desk.draft, seen=desk.seen, by=who, at=NOW)


def test_what_contradicts_itself_is_published_by_no_way() -> None:
    desk = make_desk()
    StarItem.objects.filter(scheme=desk.draft).update(criteria=[])
    with refused("problems", match="cannot be published yet"):
        drafts.publish(desk.draft, by=None, at=NOW)


def test_a_term_is_opened_with_the_version_that_was_chosen() -> None:
    desk = make_desk()
    publish_draft(desk.draft, seen=desk.seen, by=desk.administrator, at=NOW)
    dates = {"school_year": 2025, "ordinal": 1, "starts_on": TERM_START, "ends_on": TERM_END}
    term = opening.open_term(desk.school, **dates, scheme=desk.published, by=desk.administrator, at=NOW)  # type: ignore[arg-type]
    assert TermScheme.objects.get(term=term).scheme == desk.published
