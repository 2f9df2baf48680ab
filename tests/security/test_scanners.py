"""What scanners find in the code: nothing that nobody has read, and every fault that is planted in a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.source import ROOT
from tests.security.tools.plants import EXAMPLES, PLANTS, copy_of_the_program, put, write_examples
from tests.security.tools.playing import say
from tests.security.tools.scanning import REVIEWED, Finding, by_bandit, by_semgrep


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with all faults planted and all examples in it."""
    tree = copy_of_the_program(tmp_path_factory.mktemp("planted"))
    for plant in PLANTS.values():
        put(plant, tree)
    write_examples(tree)
    return tree


@pytest.fixture(scope="module")
def found_in_the_copy(copy: Path) -> set[Finding]:
    """What is found in the files that have something in them to be found."""
    files = [plant.path for plant in PLANTS.values()] + [path for path, _text in EXAMPLES.values()]
    return by_semgrep(copy, files) | by_bandit(copy, [path for path in files if path.endswith(".py")])


def test_nothing_is_found_that_nobody_has_read() -> None:
    found = by_bandit(ROOT) | by_semgrep(ROOT)
    say(f"scanners: {len(found)} findings, {len(REVIEWED)} of them reviewed")
    assert sorted(found - set(REVIEWED)) == [], "mend it, or say in REVIEWED why it stays"
    assert sorted(set(REVIEWED) - found) == [], "these are found no more: take them out of REVIEWED"


def test_each_rule_finds_what_it_is_for(found_in_the_copy: set[Finding]) -> None:
    missed = [rule for rule, (path, _text) in EXAMPLES.items() if Finding(rule, path) not in found_in_the_copy]
    assert missed == []


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_is_found(name: str, found_in_the_copy: set[Finding]) -> None:
    plant = PLANTS[name]
    assert {one.rule for one in found_in_the_copy if one.path == plant.path} >= plant.rules
