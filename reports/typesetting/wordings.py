"""The words of each paper that a school may put in its own way, what they start as, and what they may name."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from awards.rules.entitlements import RewardKind

# By paper: its parts in the order of the page.
PARTS: dict[str, tuple[str, ...]] = {
    RewardKind.LETTER: ("title", "opening", "body"),
    RewardKind.CERTIFICATE: ("title", "opening", "body", "honour", "closing"),
    RewardKind.PARENT_TITLE: ("title", "opening", "body", "honour", "closing"),
    RewardKind.INVITATION: ("title", "opening", "body", "closing"),
}
# By paper: what the wording may name, and nothing else of a pupil's.
PLACEHOLDERS: dict[str, tuple[str, ...]] = {
    RewardKind.LETTER: ("姓名", "班级", "学期", "学校", "星级", "颗数", "单位", "获星情况"),
    RewardKind.CERTIFICATE: ("姓名", "班级", "学期", "学校", "星级"),
    RewardKind.PARENT_TITLE: ("姓名", "班级", "学期", "学校", "星级"),
    RewardKind.INVITATION: ("姓名", "班级", "学期", "学校", "星级"),
}
_FILE = Path(__file__).resolve().parent / "wording.toml"


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def preset(paper: str) -> dict[str, str]:
    """Give the parts a paper has before anybody has edited them."""
    return {part: str(_texts()[paper][part]).strip() for part in PARTS[paper]}


def labels(paper: str) -> dict[str, Any]:
    """Give the fixed words of a paper's layout."""
    return dict(_texts()["labels"][paper])


def unit_words(unit: str) -> dict[str, str]:
    """Give what stands behind a number of what a scheme awards, by placeholder: ``单位`` 颗星, ``量词`` 颗."""
    return dict(_texts()["units"][unit])


def filled_labels(paper: str, **values: str) -> dict[str, str]:
    """Fill a layout's fixed words with what the school calls things; other braces stay as they are."""

    def put(text: str) -> str:
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    return {name: put(text) for name, text in labels(paper).items()}
