"""What a page names in one block is not there in another: an address used there would be empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BLOCK = re.compile(r"{% block \w+ %}(.*?){% endblock %}", re.DOTALL)
NAMED = re.compile(r"(?: as|asvar) (\w+_url)\b")
USED = re.compile(r"{{ (\w+_url)\b|=(\w+_url)\b")


def empty_in(text: str) -> Iterator[str]:
    """Give the addresses that a block uses and only another one names."""
    blocks = [(set(NAMED.findall(block)), used(block)) for block in BLOCK.findall(text)]
    everywhere = set().union(*(named for named, _used in blocks))
    for named, wanted in blocks:
        yield from sorted((wanted & everywhere) - named)


def used(block: str) -> set[str]:
    found = {one or other for one, other in USED.findall(block)}
    return found | ({"back_url"} if "partials/form_card.html" in block else set())


def test_an_address_is_named_in_the_block_that_uses_it() -> None:
    templates = [path for path in (ROOT / "templates").rglob("*.html") if path.name != "base.html"]
    assert len(templates) > 100
    found = [f"{path.relative_to(ROOT)}: {name}" for path in templates for name in empty_in(path.read_text("utf-8"))]
    assert found == []


def test_an_address_of_another_block_is_seen() -> None:
    header = '{% block header %}{% url "a" as back_url %}{% endblock %}'
    assert list(empty_in(header + "{% block content %}{{ back_url }}{% endblock %}")) == ["back_url"]
    assert list(empty_in(header + '{% block content %}{% url "a" as back_url %}{{ back_url }}{% endblock %}')) == []
