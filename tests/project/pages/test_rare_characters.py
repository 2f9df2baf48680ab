"""The font of rare characters: what it has, what it weighs, and what happens when it is made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from fontTools.ttLib import TTFont

from starrating import rare_characters
from starrating.rare_characters import CHARACTERS, make_font

MOST_BYTES = 80_000


def in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def test_only_characters_that_gbk_lacks_each_once() -> None:
    assert [one for one in CHARACTERS if in_gbk(one)] == []
    assert len(set(CHARACTERS)) == len(CHARACTERS) >= 276


def test_it_has_them_all_and_stays_small() -> None:
    assert settings.RARE_FONT.stat().st_size <= MOST_BYTES
    assert set(map(ord, CHARACTERS)) <= set(TTFont(settings.RARE_FONT).getBestCmap())


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    there = tmp_path / "rare.woff2"
    there.write_bytes(b"font")
    make_font(there)
    assert there.read_bytes() == b"font"


def test_without_the_font_of_the_papers_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rare_characters, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match="pylopdf-fonts-zh-cn"):
        make_font(tmp_path / "rare.woff2")
