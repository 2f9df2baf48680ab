"""That the archive is a bag for others, too: by the library of those who made the form."""

from __future__ import annotations

import logging
import shutil
import warnings
from pathlib import Path

import pytest

from reports.archive.checking import layout
from tests.reports.archive.packing import Contents, contents, unpacked

with warnings.catch_warnings():
    # It asks setuptools for its own version, by a way that is going.
    warnings.simplefilter("ignore")
    import bagit


@pytest.fixture
def folder(archive: Path, tmp_path: Path) -> Path:
    return unpacked(contents(archive), tmp_path / "bag")


def valid(folder: Path) -> bool:
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    return bool(bagit.Bag(str(folder)).is_valid())


def test_both_bags_are_valid_and_so_is_the_first_without_the_second(folder: Path) -> None:
    office = folder / layout.RESTRICTED
    assert valid(folder)
    assert valid(office)
    shutil.rmtree(office)
    assert valid(folder)


@pytest.mark.parametrize("name", [layout.LEDGER, layout.README, layout.INFO, layout.MANIFEST, layout.DEDUCTED])
def test_a_change_is_seen_by_others(folder: Path, name: str) -> None:
    with (folder / name).open("ab") as file:
        file.write(b"Other: 1\n")
    part = folder / layout.RESTRICTED if name.startswith(layout.RESTRICTED) else folder
    assert not valid(part)


def test_the_bag_says_what_it_is(folder: Path) -> None:
    info = bagit.Bag(str(folder)).info
    assert (info["Source-Organization"], info["Term"], info["Settled"]) == ("第十中学", "2025-1", "no")
    assert info["Bagging-Date"] == "2026-02-01"


def test_nothing_of_the_offices_is_in_the_first_bag(archive: Path) -> None:
    files: Contents = contents(archive)
    listed = files[layout.MANIFEST].decode() + files[layout.TAG_MANIFEST].decode()
    assert layout.RESTRICTED not in listed
