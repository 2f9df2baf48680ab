"""Which tests a run plays, and which of them come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
BROWSER = TESTS / "browser"
# What people do there reaches the database; how the pages look is the same whatever keeps the data.
PLAYED_IN_A_BROWSER = ("test_month.py", "test_class_month.py", "test_entry.py")
HOW_PAGES_ARE_WRITTEN = ("test_html_valid.py", "test_html_valid_lists.py", "test_page_weight.py")
LONG = (
    BROWSER,
    *(TESTS / "project" / "pages" / name for name in HOW_PAGES_ARE_WRITTEN),
    TESTS / "project" / "machine" / "test_run.py",
    TESTS / "project" / "routes" / "test_matrix.py",
    TESTS / "guarantees" / "test_voices_at_random.py",
)
# Long plays with targets of their own in the Makefile: nobody plays them who does not name them.
BY_NAME = (TESTS / "faults", TESTS / "security")
# The browser, the office suite, the Nu checker.
PROGRAMS = {"browser", "soffice", "jar"}


def add_options(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="After a run on another database: leave out what touches none, and the looks of pages.",
    )
    parser.addoption(
        "--quick",
        action="store_true",
        help="Leave out what plays with a browser, an office suite or the Nu checker, and what is played at random.",
    )


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the options say; what takes tens of seconds comes first, so that no worker begins it last."""
    keep(config, items, partial(is_asked_for, [Path(name.partition("::")[0]).resolve() for name in config.args]))
    for option, belongs in (("--second-database", depends_on_the_database), ("--quick", is_quick)):
        if config.getoption(option):
            keep(config, items, belongs)
    items.sort(key=lambda item: not any(item.path.is_relative_to(place) for place in LONG))


def is_asked_for(named: Sequence[Path], item: pytest.Item) -> bool:
    own = next((folder for folder in BY_NAME if item.path.is_relative_to(folder)), None)
    return own is None or any(path.is_relative_to(own) for path in named)


def keep(config: pytest.Config, items: list[pytest.Item], belongs: Callable[[pytest.Item], bool]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not belongs(item)])
    items[:] = [item for item in items if belongs(item)]


def fixtures_of(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def depends_on_the_database(item: pytest.Item) -> bool:
    if item.path.name in HOW_PAGES_ARE_WRITTEN:
        return False
    fixtures = {"db", "transactional_db", "live_server", "matrix"}
    used = item.get_closest_marker("django_db") is not None or bool(fixtures & fixtures_of(item))
    return used and (not item.path.is_relative_to(BROWSER) or item.path.name in PLAYED_IN_A_BROWSER)


def is_quick(item: pytest.Item) -> bool:
    return not PROGRAMS & fixtures_of(item) and not item.path.stem.endswith("_at_random")
