"""Wording with placeholders."""

from __future__ import annotations

import pytest

from reports.typesetting.placeholders import Fault, faults, fill, paragraphs
from reports.typesetting.wordings import PARTS, PLACEHOLDERS, preset

KNOWN = ("姓名", "学期")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{姓名}同学在{学期}", []),
        ("没有占位符", []),
        ("{分数}分", [Fault("分数")]),
        ("{分数}{名次}{分数}", [Fault("分数"), Fault("名次")]),
        ("{ 姓名}", [Fault(" 姓名")]),
        ("{}", [Fault("")]),
        ("{姓名", [Fault("")]),
        ("姓名}", [Fault("")]),
        ("{{姓名}}", [Fault("")]),
        ("{姓名.number}", [Fault("姓名.number")]),
    ],
)
def test_a_bad_placeholder_is_named(text: str, found: list[Fault]) -> None:
    assert faults(text, KNOWN) == found


def test_values_are_filled_in_once() -> None:
    values = {"姓名": "{学期}", "学期": "#set text(red)"}
    assert fill("给{姓名}:{学期}。", values) == ["给", {"value": "{学期}"}, ":", {"value": "#set text(red)"}, "。"]


def test_a_paragraph_with_nothing_to_say_is_left_out() -> None:
    assert paragraphs("甲\n\n获星:{学期}。\n乙", {"学期": ""}) == [["甲"], ["乙"]]


@pytest.mark.parametrize("paper", list(PARTS))
def test_what_papers_start_with_names_only_what_they_may(paper: str) -> None:
    assert list(preset(paper)) == list(PARTS[paper])
    for part, text in preset(paper).items():
        assert text
        assert faults(text, () if part == "title" else PLACEHOLDERS[paper]) == []
