"""The school's own words for its papers."""

from __future__ import annotations

import pytest

from reports.models import PaperKind, PaperWording
from reports.typesetting.wordings import preset
from reports.wording import verbs as wordings
from starrating.operations.models import AuditEvent
from tests.factories import TERM_END, make_administrator, make_office, make_school, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db

KIND = PaperKind.LETTER
NOW = moment(TERM_END)


def test_a_school_has_its_own_words_until_it_puts_them_back() -> None:
    school, other = make_school(), make_school()
    person = make_administrator(school)
    text = preset(KIND) | {"opening": "{姓名}家长:"}
    wordings.edit(school, KIND, text, by=person, at=NOW)
    wordings.edit(school, KIND, text | {"title": "捷报"}, by=person, at=NOW)
    assert wordings.wording_of(school, KIND) == text | {"title": "捷报"}
    assert wordings.wording_of(other, KIND) == preset(KIND)
    assert PaperWording.objects.count() == 1
    wordings.restore(school, KIND, by=person, at=NOW)
    wordings.restore(school, KIND, by=person, at=NOW)
    assert wordings.wording_of(school, KIND) == preset(KIND)
    actions = AuditEvent.objects.filter(action__startswith="wording.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["wording.edited", "wording.edited", "wording.restored"]


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("body", "得了{分数}分", "{分数}"),
        ("body", "排名{ 名次 }", "{ 名次 }"),
        ("opening", "{电话}", "{电话}"),
        ("title", "{姓名}", "{姓名}"),
        ("body", "{姓名", "{姓名}"),
        ("body", "  ", ""),
        ("title", "喜" * 21, "20"),
    ],
)
def test_a_bad_text_is_refused_with_what_is_wrong(part: str, text: str, told: str) -> None:
    school = make_school()
    with refused("placeholder") as refusal:
        wordings.edit(school, KIND, preset(KIND) | {part: text}, by=make_administrator(school), at=NOW)
    assert told in refusal.value.message
    assert set(wordings.problems(KIND, preset(KIND) | {part: text})) == {part}
    assert not PaperWording.objects.exists()


def test_others_are_refused() -> None:
    school = make_school()
    for person in (make_office(school), make_administrator(make_school())):
        for act in (
            lambda: wordings.edit(school, KIND, preset(KIND), by=person, at=NOW),  # noqa: B023
            lambda: wordings.restore(school, KIND, by=person, at=NOW),  # noqa: B023
        ):
            with refused("role"):
                act()
