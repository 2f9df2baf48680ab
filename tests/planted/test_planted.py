"""The planted faults: each kind plants what it says, what is seen is told from what is not, and a run goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.planted import running
from tests.planted.kinds import Fault, compiles, faults
from tests.planted.places import DROPPED, WANTED, chosen, in_database
from tests.planted.playing import Copy, Outcome, Played
from tests.planted.reaching import Map, distance
from tests.planted.results import Results

PATH = "students/names/words.py"


def of(text: str, kind: str) -> list[str]:
    """The whole text with each fault of a kind."""
    source = text.encode()
    return [fault.planted(source).decode() for fault in faults(PATH, source) if fault.kind == kind]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("comparison turned", "ok = a == b", ["ok = (a != b)"]),
        ("comparison turned", "ok = '名' in b", ["ok = ('名' not in b)"]),
        ("boundary moved", "ok = a < b", ["ok = (a <= b)"]),
        ("boundary moved", "ok = a == b", []),
        ("boolean negated", "ok = a and b", ["ok = ((a) or (b))"]),
        ("boolean negated", "if found:\n    go()", ["if (not (found)):\n    go()"]),
        ("boolean negated", "def f():\n    return True", ["def f():\n    return False"]),
        ("filter taken out", "q.filter(a=1, b=2)", ["q.filter(b=2)", "q.filter(a=1)"]),
        ("filter taken out", "q.get(pk=1)", []),
        ("statement deleted", "audit.record(1)", ["pass"]),
        ("statement deleted", "raise Refused('否')", ["pass"]),
        ("statement deleted", "def f():\n    if x:\n        return\n    go()", ["def f():\n    pass\n    go()"] * 1),
        (
            "lock taken out",
            "x = S.objects.select_for_update(of=('self',)).get(pk=1)",
            ["x = S.objects.all().get(pk=1)"],
        ),
        ("lock taken out", "x = rows.select_for_update().first()", ["x = rows.first()"]),
        ("lock taken out", "x = lock(S.objects.all()).get(pk=1)", ["x = S.objects.all().get(pk=1)"]),
        ("constant changed", "MOST = 5", ["MOST = 6"]),
        ("constant changed", "x = f'{n:02d}'", []),
    ],
)
def test_a_kind_plants_what_it_says(kind: str, before: str, after: list[str]) -> None:
    found = of(before, kind)
    assert found[: len(after)] == after
    assert bool(found) == bool(after)


def test_a_transaction_is_taken_out_as_decorator_and_as_block() -> None:
    verb = "@transaction.atomic\ndef act():\n    with transaction.atomic():\n        go()\n"
    assert of(verb, "atomic decorator taken out") == [verb.replace("@transaction.atomic", "@(lambda act: act)")]
    (block,) = of(verb, "atomic taken out")
    assert block.splitlines()[2].strip() == "with __import__('contextlib').nullcontext():"


def test_what_is_planted_compiles_and_names_its_function() -> None:
    text = "class A:\n    def f(self):\n        if a:\n            b()\n        elif c:\n            return 1\n"
    found = list(faults(PATH, text.encode()))
    assert {fault.function for fault in found} == {"A.f"}
    assert all(compiles(fault.planted(text.encode())) for fault in found)


def fault(kind: str = "constant changed", number: int = 1) -> Fault:
    return Fault(kind, PATH, number, "f", str(number), str(number + 1), 0, 1)


def test_the_same_seed_draws_the_same_and_spreads_over_areas_and_kinds() -> None:
    found = [(area, Fault(DROPPED, PATH, n, "", f"{area}{n}", "", 0, 0)) for area in WANTED for n in range(20)]
    found += [("rules", Fault("lock taken out", PATH, n, "", "", "", 0, 0)) for n in range(2)]
    drawn = chosen([pair for pair in found if pair[1].kind == DROPPED], 7, 30)
    assert drawn == chosen([pair for pair in found if pair[1].kind == DROPPED][::-1], 7, 30)
    assert drawn != chosen([pair for pair in found if pair[1].kind == DROPPED], 8, 30)
    assert [sum(area == one for area, _fault in drawn) for one in WANTED] == [5] * len(WANTED)


def test_every_constraint_can_be_dropped() -> None:
    names = [one.before for _area, one in in_database()]
    assert "sheet_one_a_class_and_round" in names
    assert len(names) == len(set(names))


def test_the_nearest_tests_come_first_and_those_that_call_little(tmp_path: Path) -> None:
    call = f"{PATH}::f"
    far, near, home = "tests/awards/test_a.py", "tests/students/test_b.py", "tests/students/names/test_c.py"
    reach = Map(
        tmp_path / "reach.json",
        {
            far: {f"{far}::x": [call]},
            near: {f"{near}::x": ["other"]},
            home: {f"{home}::wide": [call, "a", "b"], f"{home}::narrow": [call]},
        },
    )
    assert reach.tests_of(fault()) == [f"{home}::narrow", f"{home}::wide", f"{far}::x"]
    assert [distance(path, PATH) for path in (home, near, far)] == [0, 1, 2]


# A program of one module with one test that sees half of it.
PROGRAM = "def f(a):\n    return a + 1\n\n\ndef g(a):\n    return a + 2\n"
TESTS = "from program import f, g\n\n\ndef test_f():\n    assert f(1) == 2\n\n\ndef test_g():\n    assert g(1)\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    (folder / "tests" / "planted").mkdir(parents=True)
    for name in ("", "planted"):
        (folder / "tests" / name / "__init__.py").write_text("")
    (folder / "tests" / "planted" / "plugin.py").write_text("")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p no:django -p no:hypothesispytest\n")
    (folder / "program.py").write_text(PROGRAM)
    (folder / "test_program.py").write_text(TESTS)
    return folder


def test_a_fault_is_seen_or_told_as_a_survivor_and_the_copy_is_put_back(copy: Path) -> None:
    played = {
        one.function: Copy(copy).play(one, ["test_program.py"])
        for one in faults("program.py", PROGRAM.encode())
        if one.kind == "constant changed"
    }
    assert played == {"f": Played(Outcome.SEEN, "test_program.py::test_f", 1), "g": Played(Outcome.SURVIVED, "", 1)}
    assert (copy / "program.py").read_text() == PROGRAM


def test_what_does_not_end_is_told_as_late(copy: Path) -> None:
    text = f"on = False\nwhile on:\n    pass\n{PROGRAM}"
    (copy / "program.py").write_text(text)
    (one,) = (one for one in faults("program.py", text.encode()) if one.kind == "boolean negated")
    assert Copy(copy).play(one, ["test_program.py"], seconds=2).outcome == Outcome.LATE


def test_a_test_that_fails_of_itself_sees_nothing(copy: Path) -> None:
    (copy / "test_broken.py").write_text("def test_always():\n    assert False\n")
    for one in faults("program.py", PROGRAM.encode()):
        if one.kind == "constant changed":
            seen = Copy(copy).play(one, ["test_broken.py", "test_program.py"])
            assert seen.by == ("test_program.py::test_f" if one.function == "f" else "")


def test_what_no_test_reaches_is_told(copy: Path) -> None:
    assert Copy(copy).play(fault(), []).outcome == Outcome.UNREACHED


def test_a_run_goes_on_where_it_was_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = [("rules", fault(number=number)) for number in range(1, 4)]
    played: list[int] = []

    def play(_copy: Copy, one: Fault, _tests: list[str]) -> Played:
        if len(played) == 2:
            raise KeyboardInterrupt
        played.append(one.line)
        return Played(Outcome.SEEN if one.line == 1 else Outcome.SURVIVED, "", 1)

    monkeypatch.setattr(running, "FOLDER", tmp_path)
    monkeypatch.setattr(running, "in_code", lambda: drawn)
    monkeypatch.setattr(running, "in_database", list)
    monkeypatch.setattr(running, "chosen", lambda *_asked: drawn)
    monkeypatch.setattr(Copy, "play", play)
    monkeypatch.setattr(Map, "bring_up_to_date", lambda _map: iter(()))
    lines: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        running.run(seed=1, count=3, say=lines.append)
    assert sorted(json.loads((tmp_path / "seed-1.json").read_text())) == sorted(one.key for _area, one in drawn[:2])
    del played[:]
    running.run(seed=1, count=3, say=lines.append)
    assert played == [3]
    assert any(line.split() == ["rules", "1", "of", "3", "seen", "33", "%", "wanted", "90", "%"] for line in lines)
    assert sum("constant changed: 2 -> 3: survived (1 tests)" in line for line in lines) == 1
    del played[:]
    results = Results.read(tmp_path / "seed-1.json")
    assert [one.line for _area, one in results.left(drawn, again=True)] == [2, 3]
