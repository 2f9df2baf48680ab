"""On the page of a class's stars the kinds of champion are one column; its file has each."""

from __future__ import annotations

import pytest

from awards.models import StarItem
from reports.access import terms_of
from reports.stars.lists import ClassStars
from reports.terms.facts import facts_of
from tests.awards.settlement_factories import make_ended
from tests.factories import TERM_END

pytestmark = pytest.mark.django_db


def test_the_kinds_of_champion_are_one_column_of_the_page_and_each_one_of_the_file() -> None:
    ended = make_ended((3,), classes=1)
    facts = facts_of(terms_of(ended.school).get(pk=ended.term.pk), TERM_END, [ended.classes[0].pk])
    champions = list(StarItem.objects.filter(scheme=ended.term.pinned.scheme).exclude(kind="ordinary"))
    assert len(champions) == 4
    (pupil,) = facts.in_class(ended.classes[0].pk)
    for stars, item in enumerate(champions, start=1):
        pupil.by_item[item.pk] = stars
    columns = ClassStars(facts, ended.classes[0].pk, deductions=True)
    table = columns.on_page()
    shown = [str(one.column.column_name) for one in table.columns]
    assert shown[-1] == "状元星"
    assert not {item.name for item in champions} & set(shown)
    folded = table.columns[-1]
    assert folded.plain_cell(pupil)[1] == 1 + 2 + 3 + 4
    filed = [str(column.column_name) for column in columns.get_export_fields()]
    assert filed[-4:] == [item.name for item in champions]
    assert "状元星" not in filed
