"""What subjects add to common tables stands with them, and no subject knows one that stands above it."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from starrating.registry import summed
from students.permits.menu import Entry, Spot
from tests.project.source import ROOT

# Namespaces of the address tables, from the ground up.
NAMESPACES = ("students", "awards", "reports")
NAMED = re.compile(r"['\"](students|awards|reports):[a-z_]+")


def addresses_above(namespace: str) -> list[str]:
    """Give each mention of an address of a higher app in the code and the templates of ``namespace``."""
    above = NAMESPACES[NAMESPACES.index(namespace) + 1 :]
    files = [*(ROOT / namespace).rglob("*.py"), *(ROOT / "templates" / namespace).rglob("*.html")]
    return [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sorted(files)
        for found in NAMED.finditer(path.read_text(encoding="utf-8"))
        if found[1] in above
    ]


def test_students_names_no_address_of_awards_or_reports() -> None:
    assert addresses_above("students") == []
    assert addresses_above("awards"), "the search finds nothing any more"


def test_each_row_stands_in_the_package_of_the_view() -> None:
    """A permit of `awards:exam` is looked for where its view is."""
    wrong = []
    for path in ROOT.glob("*/**/permits.py"):
        text = path.read_text(encoding="utf-8")
        urls = path.with_name("urls.py").relative_to(ROOT)
        known = {getattr(one, "name", "") for one in import_module(".".join(urls.with_suffix("").parts)).urlpatterns}
        rows = re.findall(r'Permit\(\s*"(?:\w+:)?([a-z_]+)"', text)
        wrong += [f"{path.relative_to(ROOT)}: {row}" for row in rows if row not in known | {"home"}]
    assert wrong == []


@pytest.mark.parametrize("spot", [Spot.HEAD, Spot.OWN, Spot.PUBLIC, Spot.PUPIL])
def test_one_page_stands_at_a_spot_for_one(spot: Spot) -> None:
    found: list[Entry] = summed("permits", "ENTRIES")
    assert [entry.spot for entry in found].count(spot) == 1
