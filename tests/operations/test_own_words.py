"""Texts speak of the office as the school of whoever is served does."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from starrating.own_words import OFFICE, in_own_words, in_own_words_lazy, in_words_of, office_name
from students.models import SchoolRoleKind

LABEL = in_own_words_lazy(gettext_lazy("The %(office)s decides"))


def somebody(name: str) -> SimpleNamespace:
    return SimpleNamespace(school=SimpleNamespace(office_name=name))


def test_a_label_made_once_speaks_for_each_school_in_turn() -> None:
    with translation.override("zh-hans"):
        for name in ("德育处", "学生处"):
            with in_words_of(lambda name=name: somebody(name)):  # type: ignore[misc]
                assert (str(OFFICE), str(LABEL), str(SchoolRoleKind.OFFICE.label)) == (name, f"由{name}确定", name)
        assert str(OFFICE) == "主管处室"


@pytest.mark.parametrize("nobody", [None, SimpleNamespace(), SimpleNamespace(school=None)])
def test_who_has_no_school_reads_a_general_word(nobody: object) -> None:
    with translation.override("en"), in_words_of(lambda: nobody):
        assert office_name() == "office"


def test_a_percent_sign_in_a_name_does_no_harm() -> None:
    with in_words_of(lambda: somebody("100%处")):
        assert in_own_words("%(office)s: %(count)d", count=3) == "100%处: 3"


def test_nobody_is_asked_for_a_text_that_names_no_office() -> None:
    with in_words_of(lambda: pytest.fail("asked")):
        assert str(gettext_lazy("pupil"))
