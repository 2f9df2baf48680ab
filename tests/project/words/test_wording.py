"""The Chinese keeps the style that the texts were written in, as far as a program can tell.

Read are the catalogue, the wording of papers, the schemes that ship, and the guides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache

import polib
import pytest

from tests.project.source import ROOT
from tests.project.words.test_translations import CATALOGUE
from tests.project.words.wording_rules import (
    ACTS,
    MEANINGS,
    OTHER_CASE,
    PUPIL,
    SAMPLES,
    SPLIT,
    STANDS_FOR,
    TO_PUPILS,
    WORDS,
    WRITING,
    Rule,
)

Text = tuple[str, str, list[str]]
RULES = [*WORDS, *WRITING]


@cache
def entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def in_catalogue() -> Iterator[Text]:
    """Give every text of the catalogue: its English, its Chinese, the files that have it."""
    for entry in entries():
        for chinese in entry.msgstr_plural.values() or [entry.msgstr]:
            yield entry.msgid, re.sub(r"<[^>]+>", "", chinese), [place for place, _line in entry.occurrences]


def in_data() -> Iterator[Text]:
    """Give every text of the papers, the schemes and the guides; what it is called by is its file."""
    for path in [ROOT / "reports/typesetting/wording.toml", *sorted((ROOT / "awards/schemes").glob("*.toml"))]:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((path.name, text, [str(path.relative_to(ROOT))]) for text in strings(data))
    for path in sorted((ROOT / "docs/guides").glob("*.md")):
        plain = re.sub(r"`[^`]*`|<[^>]+>", "“”", path.read_text(encoding="utf-8"))
        lines = (re.sub(r"^\s*(#+|-|\d+\.)\s+", "", line).replace("**", "") for line in plain.splitlines())
        yield from ((path.name, line, [str(path.relative_to(ROOT))]) for line in lines)


def strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


@pytest.mark.parametrize("rule", RULES, ids=[rule.why for rule in RULES])
def test_the_catalogue_keeps_the_style(rule: Rule) -> None:
    found = [
        f"{english} = {chinese}" for english, chinese, where in in_catalogue() if rule.breaks(english, chinese, where)
    ]
    assert found == [], rule.why


@pytest.mark.parametrize("rule", RULES, ids=[rule.why for rule in RULES])
def test_papers_schemes_and_guides_keep_the_style(rule: Rule) -> None:
    found = [f"{name}: {text}" for name, text, where in in_data() if rule.breaks(name, text, where)]
    assert found == [], rule.why


@pytest.mark.parametrize(("rule", "sample"), [*zip(RULES, SAMPLES, strict=True)], ids=[rule.why for rule in RULES])
def test_a_rule_finds_what_it_is_for(rule: Rule, sample: str) -> None:
    assert rule.breaks("", sample, ["templates/page.html"])


def test_pupils_are_spoken_to_as_pupils() -> None:
    spoken = [
        (entry.msgstr or entry.msgstr_plural[0])
        for entry in entries()
        if entry.msgctxt == "pupil" or all(re.search(PUPIL, place) for place, _line in entry.occurrences)
    ]
    assert len(spoken) > 80
    assert [text for text in spoken if re.search(TO_PUPILS, text)] == []


@pytest.mark.parametrize("act", ACTS, ids=[act[2] for act in ACTS])
def test_one_act_has_one_word(act: tuple[str, str, str]) -> None:
    about, others, why = act
    found = [
        f"{english} = {chinese}"
        for english, chinese, _where in in_catalogue()
        if re.search(about, english) and re.search(others, chinese)
    ]
    assert found == [], why


def test_guides_call_buttons_and_pages_by_their_names() -> None:
    texts = [chinese for _english, chinese, _where in in_catalogue()]
    for path in sorted((ROOT / "docs/guides").glob("*.md")):
        for name in re.findall("“([^”]+)”", path.read_text(encoding="utf-8")):
            assert any(text.startswith(name) for text in texts), (path.name, name)


def test_english_that_meant_two_things_means_one() -> None:
    plain = {entry.msgid: entry for entry in entries() if not entry.msgctxt}
    assert SPLIT & set(plain) == set()
    for english, (chinese, where) in MEANINGS.items():
        if english in plain:
            assert plain[english].msgstr == chinese
            assert [place for place, _line in plain[english].occurrences if not re.search(where, place)] == [], english


def test_a_word_for_an_act_stands_for_that_act() -> None:
    wrong = [
        f"{english} = {chinese}"
        for english, chinese, _where in in_catalogue()
        if chinese in STANDS_FOR and not re.search(STANDS_FOR[chinese], english)
    ]
    assert wrong == []


def test_english_that_differs_in_its_capital_only_has_one_chinese() -> None:
    """Else a page and its table would call one thing by two names; what means two things is listed."""
    found: dict[str, set[str]] = {}
    for entry in entries():
        if not entry.msgctxt:
            chinese = entry.msgstr or entry.msgstr_plural[0]
            found.setdefault(entry.msgid.casefold().rstrip(".:"), set()).add(chinese.rstrip("。："))
    assert [english for english, texts in found.items() if len(texts) > 1 and english not in OTHER_CASE] == []
