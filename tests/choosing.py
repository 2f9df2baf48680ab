"""Which tests a run plays, and which of them come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
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
# What is read of files, drawn or said of rows is the same whatever keeps the rows. That the second database understands
# the queries behind every page is asked by `test_matrix.py`; the rest by what stays: rules, verbs, imports, lists.
READ_FROM_FILES = (
    TESTS / "wild",
    *(TESTS / "hostile" / f"test_{name}.py" for name in ("kinds", "files", "folders", "pictures", "mutations")),
    *(
        TESTS / "awards" / "sheet_files" / f"test_{name}.py"
        for name in ("grids", "blank_forms", "sheets_in_libreoffice")
    ),
    TESTS / "awards" / "entry" / "test_pasting.py",
)
DRAWN_OR_SAID = (
    *(TESTS / "project" / folder for folder in ("pages", "words")),
    *(TESTS / "project" / "routes" / f"test_{name}.py" for name in ("deductions", "empty_school", "twin")),
    *(TESTS / "reports" / folder for folder in ("ceremonies", "hall", "notices", "printing", "stars")),
    *(
        TESTS / "reports" / "papers" / f"test_{name}.py"
        for name in (
            "good_news",
            "honours",
            "long_names",
            "namesakes",
            "paper_files",
            "photos_on_papers",
            "filled_slips",
        )
    ),
    *(
        TESTS / "reports" / "terms" / f"test_{name}.py"
        for name in ("formula_payloads", "planted_strings", "libreoffice", "export_ledger")
    ),
    TESTS / "awards" / "demo" / "test_demo_shown.py",
    TESTS / "awards" / "schemes" / "editor",
)
SAME_ON_BOTH = (*READ_FROM_FILES, *DRAWN_OR_SAID)
# A subject's pages have files of such names; what their buttons do is done by verbs, which are played on both.
PAGES = ("_page", "_pages", "test_page", "test_pages")
# The browser, the office suite, the Nu checker.
PROGRAMS = {"browser", "soffice", "jar"}


def add_options(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="After a run on another database: leave out what touches none, what is read of files, drawn or said.",
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
    items.sort(key=lambda item: not is_below(item.path, LONG))


@cache
def is_below(path: Path, places: tuple[Path, ...]) -> bool:
    """Whether a file is one of these or in one of these folders; remembered, since thousands of tests share a file."""
    return any(path.is_relative_to(place) for place in places)


def is_asked_for(named: Sequence[Path], item: pytest.Item) -> bool:
    own = next((folder for folder in BY_NAME if is_below(item.path, (folder,))), None)
    return own is None or any(path.is_relative_to(own) for path in named)


def keep(config: pytest.Config, items: list[pytest.Item], belongs: Callable[[pytest.Item], bool]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not belongs(item)])
    items[:] = [item for item in items if belongs(item)]


def fixtures_of(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def depends_on_the_database(item: pytest.Item) -> bool:
    """Whether a test asks what another engine may answer otherwise; what locks or commits always does."""
    fixtures = {"db", "transactional_db", "live_server", "matrix"}
    mark = item.get_closest_marker("django_db")
    if mark is None and not fixtures & fixtures_of(item):
        return False
    if is_below(item.path, (BROWSER,)):
        return item.path.name in PLAYED_IN_A_BROWSER
    if mark is not None and mark.kwargs.get("transaction"):
        return not is_below(item.path, READ_FROM_FILES)
    return not is_below(item.path, SAME_ON_BOTH) and not item.path.stem.endswith(PAGES)


def is_quick(item: pytest.Item) -> bool:
    return not PROGRAMS & fixtures_of(item) and not item.path.stem.endswith("_at_random")
