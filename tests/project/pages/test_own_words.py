"""A school that calls its office, its committee and its stars otherwise reads nobody else's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from unittest import mock

import pytest
from django.db import transaction
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker

from awards.entry import review
from awards.models import ClassRound, LineSource, LineState, Nomination, SheetState, StarItem
from awards.rules.entitlements import RewardKind
from awards.rules.kinds import Unit
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes.presets import preset_for
from reports.honours.issued import issue
from reports.typesetting import typeset
from starrating.own_words import in_words_of
from students.models import School, Term
from tests.factories import make_school, moment
from tests.project.pages.test_html_valid import addresses
from tests.project.routes.matrix_world import OWN, TODAY
from tests.project.routes.test_matrix import Matrix, matrix, quiet
from tests.refusals import refused

__all__ = ["matrix", "quiet"]

LANGUAGE = "zh-hans"
# What the monthly stars' own school says, and a badge is neither.
FOREIGN = re.compile("政教处|评星小组|颗星")
OFFICE, COMMITTEE = "德育处", "争章评议小组"
FEWEST_PAGES, FEWEST_PAPERS = 200, 20


def school_with_own_words() -> School:
    school = make_school()
    school.office_name = OFFICE
    school.save(update_fields=["office_name"])
    return school


def scheme_with_own_words(office: str, code: str) -> SchemeSpec:
    spec = preset_for(office, code)
    steps = tuple(replace(step, name=step.name.replace(spec.words.committee, COMMITTEE)) for step in spec.steps)
    return replace(spec, steps=steps, words=replace(spec.words, committee=COMMITTEE, unit=Unit.BADGE))


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The world of the matrix under other words; it is never committed."""
    school = mock.patch("tests.project.routes.matrix_world.make_school", school_with_own_words)
    scheme = mock.patch("awards.schemes.drafts.preset_for", scheme_with_own_words)
    with school, scheme, override(LANGUAGE), django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_pages_and_papers_of_every_address(matrix: Matrix) -> None:
    for client in matrix.clients.values():
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = LANGUAGE
    typeset._run.reset_mock()  # type: ignore[attr-defined]
    pages: set[str] = set()
    found: set[tuple[str, str, str]] = set()
    for who, path in addresses(matrix):
        answer = matrix.send(who, "GET", path)
        if answer.headers.get("Content-Type", "").startswith(("text/", "application/json")) and not answer.streaming:
            pages.add(path)
            found |= {(who, path, around) for around in foreign_words(answer.content.decode())}
    papers = [call.args[1].decode() for call in typeset._run.call_args_list]  # type: ignore[attr-defined]
    found |= {("paper", "", around) for paper in papers for around in foreign_words(paper)}
    assert not found, "\n".join(map(str, sorted(found)))
    assert len(pages) > FEWEST_PAGES
    assert len(papers) > FEWEST_PAPERS


def test_refusals_name_the_schools_own(matrix: Matrix) -> None:
    homeroom, now = matrix.ours.people["homeroom"], moment(TODAY)
    term = Term.objects.filter(school=matrix.ours.school).earliest("starts_on")
    sheet = ClassRound.objects.get(school_class=matrix.ours.classes[OWN], state=SheetState.OPEN)
    item = StarItem.objects.of_round(sheet.round)[0]
    pupil = matrix.ours.pupils[OWN][-1]
    line = Nomination.objects.create(
        class_round=sheet, student=pupil, item=item, source=LineSource.SELF, state=LineState.PROPOSED
    )
    with override(LANGUAGE), in_words_of(lambda: homeroom):
        with refused("role", match=f"由{OFFICE}、管理员操作"):
            issue(term, RewardKind.LETTER, [], by=homeroom, at=now)
        with refused("stage", match=f"{COMMITTEE}还没有评议完"):
            review.strike(line, reason="未评", by=homeroom, at=now)


def foreign_words(text: str) -> set[str]:
    return {text[max(0, match.start() - 30) : match.end() + 30] for match in FOREIGN.finditer(text)}
