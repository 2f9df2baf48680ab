"""Whether an archive is what was written: every change that somebody who knows its form would try, and what is said."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings, strategies as st

from reports.archive.checking import layout, places
from reports.archive.checking.results import Origin
from reports.archive.checking.whole import check
from tests.oracle.generator import make_plan
from tests.reports.archive.packing import (
    SEED,
    Contents,
    contents,
    forged,
    in_the_first_form,
    packed,
    rows,
    signed,
    summed,
    unpacked,
    verify,
    with_cell,
    with_own_key,
    with_rows,
    without,
)

Change = Callable[[Contents], Contents]
MALLORY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
GENUINE, CHANGED, NOT_PROVED = "Genuine", "FAILED 1", "FAILED 3 Origin not proved"
OTHER_KEY = "FAILED 1 The archive is signed with another key"
OFFICE = layout.RESTRICTED


@pytest.fixture(scope="module")
def files(archive: Path) -> Contents:
    return contents(archive)


@pytest.fixture(scope="module")
def key(archive: Path) -> str:
    """The fingerprint that the school has printed."""
    signature = check(archive).signature
    assert signature is not None
    return signature.fingerprint


def dropped(name: str) -> Change:
    return lambda files: {one: content for one, content in files.items() if one != name}


def put(name: str, content: bytes = b"x") -> Change:
    return lambda files: {**files, name: content}


def edited(name: str) -> Change:
    return lambda files: {**files, name: files[name] + b" "}


def renamed(name: str, to: str) -> Change:
    return lambda files: {to if one == name else one: content for one, content in files.items()}


def exchanged(one: str, other: str) -> Change:
    return lambda files: {**files, one: files[other], other: files[one]}


def cell(path: str, column: str, value: str = "77") -> Change:
    return lambda files: with_cell(files, path, column, value)


def row_gone(path: str) -> Change:
    return lambda files: with_rows(files, path, rows(files, path)[1:])


def then(*changes: Change) -> Change:
    def all_of_them(files: Contents) -> Contents:
        for change in changes:
            files = change(files)
        return files

    return all_of_them


def by_mallory(files: Contents) -> Contents:
    """Written anew, with everything that another key can sign."""
    return forged(files, MALLORY)


def signed_by_mallory(files: Contents) -> Contents:
    return signed(files, MALLORY)


def seal(number: int, column: str, value: str) -> Change:
    """One value of a seal's row changed, and every sum written anew."""

    def changed(files: Contents) -> Contents:
        table = rows(files, layout.SEALS)
        assert table[number - 1][column] != value
        table[number - 1] = {**table[number - 1], column: value}
        return summed(with_rows(files, layout.SEALS, table))

    return changed


def with_mallorys_key(files: Contents) -> Contents:
    """Mallory's key as the one after a lost one, and the archive signed with it: nothing in it contradicts."""
    return signed_by_mallory(summed(with_own_key(files, MALLORY, after=len(rows(files, layout.SEALS)))))


def added_key(files: Contents) -> Contents:
    """Mallory's key beside the school's, as if it had been the one after it."""
    theirs = rows(files, layout.SEAL_KEYS)
    own = rows(by_mallory(files), layout.SEAL_KEYS)[0]
    return signed_by_mallory(
        summed(with_rows(files, layout.SEAL_KEYS, [*theirs, {**own, "previous": theirs[-1]["public"]}]))
    )


def without_signatures(files: Contents) -> Contents:
    return {name: content for name, content in files.items() if not name.endswith(layout.SIGNATURE)}


def without_the_offices(files: Contents) -> Contents:
    return without(files, OFFICE)


DECISIONS, PUNISHMENTS = f"{layout.TABLES}/decisions.csv", f"{layout.RESTRICTED_TABLES}punishments.csv"
FOREIGN = f"{layout.TABLES}/extra.csv"
# Who changes what, and what the command begins its answer with, whoever asks with the right fingerprint.
CHANGES: dict[str, tuple[Change, str]] = {
    "nothing": (then(), GENUINE),
    "the office's part left out": (without_the_offices, GENUINE),
    "a table changed": (cell(layout.LEDGER, "stars"), CHANGED),
    "a text that counts nothing changed": (cell(DECISIONS, "reason", "x"), CHANGED),
    "a table of the office's changed": (edited(PUNISHMENTS), CHANGED),
    "the guide changed": (edited(layout.README), CHANGED),
    "a table removed": (dropped(DECISIONS), CHANGED),
    "a table of the office's removed": (dropped(PUNISHMENTS), CHANGED),
    "the guide removed": (dropped(layout.README), CHANGED),
    "a table added": (put(FOREIGN), CHANGED),
    "a table added to the office's": (put(f"{OFFICE}data/extra.csv"), CHANGED),
    "a file about the archive added": (put("notes.txt"), CHANGED),
    "a table renamed": (renamed(DECISIONS, FOREIGN), CHANGED),
    "two tables exchanged": (exchanged(DECISIONS, layout.LEDGER), CHANGED),
    "a row removed": (row_gone(DECISIONS), CHANGED),
    "what it says of itself changed": (edited(layout.INFO), CHANGED),
    "the declaration removed": (dropped(layout.BAGIT), CHANGED),
    "the list removed": (dropped(layout.MANIFEST), CHANGED),
    "the list of lists removed": (dropped(layout.TAG_MANIFEST), CHANGED),
    "the lists of the office's removed": (dropped(OFFICE + layout.TAG_MANIFEST), CHANGED),
    "a table changed, sums written anew": (then(cell(DECISIONS, "reason", "x"), summed), CHANGED),
    "a table added, sums written anew": (then(put(FOREIGN), summed), CHANGED),
    "a table removed, sums written anew": (then(dropped(DECISIONS), summed), CHANGED),
    "a table of the office's changed, sums written anew": (then(edited(PUNISHMENTS), summed), CHANGED),
    "another school named, sums written anew": (
        then(lambda files: {**files, layout.INFO: files[layout.INFO].replace(b"2025-1", b"2024-2")}, summed),
        CHANGED,
    ),
    "a line of the list of lists left out": (
        lambda files: {**files, layout.TAG_MANIFEST: files[layout.TAG_MANIFEST].partition(b"\n")[2]},
        CHANGED,
    ),
    "the signature removed": (without_signatures, NOT_PROVED),
    "a table changed, sums written anew, the signature removed": (
        then(cell(DECISIONS, "reason", "x"), summed, without_signatures),
        NOT_PROVED,
    ),
    "one of two signatures removed": (dropped(OFFICE + layout.SIGNATURE), CHANGED),
    "the signature spoilt": (put(layout.SIGNATURE, b"{}"), CHANGED),
    "the signature of the office's part put in its place": (
        lambda files: {**files, layout.SIGNATURE: files[OFFICE + layout.SIGNATURE]},
        CHANGED,
    ),
    "signed with another key": (signed_by_mallory, CHANGED),
    "written anew with another key": (by_mallory, OTHER_KEY),
    "a table changed, written anew with another key": (then(cell(DECISIONS, "reason", "x"), by_mallory), OTHER_KEY),
    "a key added": (added_key, CHANGED),
    "the office's part signed with another key": (
        lambda files: {**files, OFFICE + layout.SIGNATURE: signed_by_mallory(files)[OFFICE + layout.SIGNATURE]},
        CHANGED,
    ),
    "written in the first form": (in_the_first_form, NOT_PROVED),
    "a table changed, written in the first form": (then(cell(DECISIONS, "reason"), in_the_first_form), NOT_PROVED),
    "totals changed, written in the first form": (then(cell(layout.TOTALS, "total"), in_the_first_form), CHANGED),
}


# Of the last seal too, which no other one follows.
SEAL_CELLS = {
    "number": "99",
    "previous": "0" * 64,
    "rows": "9",
    "rows_digest": "0" * 64,
    "marks": "{}",
    "since": "2025-09-01T00:00:00+00:00",
    "closed_at": "2025-09-01T00:00:00+00:00",
    "digest": "0" * 64,
    "signature": "0" * 128,
}


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("column", SEAL_CELLS)
def test_a_changed_seal_is_named_whoever_signs_the_archive(
    files: Contents, key: str, tmp_path: Path, column: str, *, last: bool
) -> None:
    """Without a signature, and with one that fits and whose key nothing contradicts."""
    number = len(rows(files, layout.SEALS)) if last else 2
    changed = seal(number, column, SEAL_CELLS[column])(files)
    for one in (without_signatures(changed), with_mallorys_key(changed)):
        said = verify(packed(one, tmp_path / "seal.zip"), "--key", key)
        assert f"{layout.SEALS}: Seal {SEAL_CELLS['number'] if column == 'number' else number} " in said
        assert CHANGED in said


@pytest.mark.parametrize("which", [0, -1])
def test_a_seal_under_another_key_is_named(files: Contents, key: str, tmp_path: Path, which: int) -> None:
    """Of two keys that signed one after the other, each has its turn."""
    first, second = (row["public"] for row in rows(files, layout.SEAL_KEYS))
    number = 1 if which == 0 else len(rows(files, layout.SEALS))
    changed = without_signatures(seal(number, "key", second if which == 0 else first)(files))
    assert f"Seal {number} is not signed with a key of its time." in verify(packed(changed, tmp_path / "a.zip"))


@pytest.mark.parametrize("column", ["fingerprint", "made_at", "after", "after_digest", "statement", "endorsement"])
def test_a_changed_key_is_named(files: Contents, tmp_path: Path, column: str) -> None:
    table = rows(files, layout.SEAL_KEYS)
    other = {"made_at": "2025-09-01T00:00:00+00:00", "after": "1"}.get(column, "00")
    changed = without_signatures(
        summed(with_rows(files, layout.SEAL_KEYS, [table[0], {**table[1], column: other}, *table[2:]]))
    )
    assert f"{layout.SEAL_KEYS}: A key is not what it has signed itself." in verify(packed(changed, tmp_path / "a.zip"))


@pytest.mark.django_db
def test_a_seal_that_is_gone_is_missed(files: Contents, tmp_path: Path) -> None:
    table = rows(files, layout.SEALS)
    for left in (table[1:], [*table[:1], *table[2:]], table[:1]):
        changed = without_signatures(summed(with_rows(files, layout.SEALS, left)))
        assert CHANGED in verify(packed(changed, tmp_path / "gone.zip"))


@pytest.mark.django_db
def test_a_whole_chain_under_a_key_that_nobody_vouches_for_proves_no_origin(
    files: Contents, key: str, tmp_path: Path
) -> None:
    path = packed(with_mallorys_key(files), tmp_path / "mallory.zip")
    assert OTHER_KEY in verify(path, "--key", key)
    assert NOT_PROVED in verify(path)


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_is_answered_rightly(files: Contents, key: str, tmp_path: Path, what: str) -> None:
    change, answer = CHANGES[what]
    said = verify(packed(change(files), tmp_path / "changed.zip"), "--key", key)
    assert answer in said
    assert (GENUINE in said) == (answer == GENUINE)


def test_a_whole_archive_is_genuine_here_and_for_whoever_has_the_fingerprint(
    archive: Path, files: Contents, key: str, tmp_path: Path
) -> None:
    for arguments in ((), ("--key", key), ("--key", key.replace("-", " ").lower())):
        said = verify(archive, *arguments)
        assert f"{GENUINE}: signed with the key {key}" in said
    assert verify(unpacked(files, tmp_path / "folder"), "--key", key) == verify(archive, "--key", key)
    checked = check(archive)
    assert (checked.term, checked.pupils, checked.restricted) == ("2025-1", len(make_plan(SEED).pupils), True)


def test_without_the_offices_part_no_total_is_spoken_of(files: Contents, key: str, tmp_path: Path) -> None:
    said = verify(packed(without_the_offices(files), tmp_path / "open.zip"), "--key", key)
    assert "no total could be calculated" in said
    assert "totals of" not in said


@pytest.mark.parametrize("named", ["0000-0000-0000-0000-0000-0000-0000-0000", "x"])
def test_another_fingerprint_than_the_one_named_is_said(archive: Path, key: str, named: str) -> None:
    said = verify(archive, "--key", named)
    assert f"FAILED 1 The archive is signed with another key, {key}, and not with {named}." in said


def test_who_wrote_it_decides_and_a_named_key_goes_before_a_known_one(archive: Path, key: str) -> None:
    checked = check(archive)
    assert checked.origin(named="", known=[key]) is Origin.GENUINE
    assert checked.origin(named="", known=[]) is Origin.UNKNOWN_KEY
    assert checked.origin(named="x", known=[key]) is Origin.OTHER_KEY
    assert checked.origin(named=key, known=[]) is Origin.GENUINE


@pytest.mark.django_db
def test_a_key_that_is_not_known_here_is_said(files: Contents, tmp_path: Path) -> None:
    said = verify(packed(by_mallory(files), tmp_path / "mallory.zip"))
    assert f"{NOT_PROVED}: the key that signed it is not known here" in said


def test_the_offices_part_of_another_archive_is_refused(files: Contents, key: str, tmp_path: Path) -> None:
    """Though it is whole and signed with the same key, as that of an earlier export is."""
    other = without(summed({**files, OFFICE + layout.INFO: files[OFFICE + layout.INFO] + b"Other: 1\n"}), "data/")
    swapped = {**files, **{name: content for name, content in signed(other, MALLORY).items() if OFFICE in name}}
    said = verify(packed(swapped, tmp_path / "swapped.zip"), "--key", key)
    assert "restricted/: This part does not belong to this archive." in said
    assert CHANGED in said


def test_what_differs_is_named(files: Contents, key: str, tmp_path: Path) -> None:
    for change in (cell(layout.LEDGER, "stars"), edited(layout.README), dropped(DECISIONS), put(FOREIGN)):
        changed = change(files)
        [name] = [name for name in {**files, **changed} if files.get(name) != changed.get(name)]
        assert f"{name}: The file is " in verify(packed(changed, tmp_path / "changed.zip"), "--key", key)


@pytest.mark.parametrize(
    ("path", "column"),
    [(layout.LEDGER, "stars"), (layout.TOTALS, "total"), (layout.TOTALS, "level"), (layout.DEDUCTED, "stars")],
)
def test_a_number_that_the_ledger_does_not_give_is_named_with_its_pupil(
    files: Contents, tmp_path: Path, path: str, column: str
) -> None:
    number = rows(files, path)[0]["student_no"]
    forged = by_mallory(with_cell(files, path, column, "77"))
    said = verify(packed(forged, tmp_path / "forged.zip"))
    assert f"Pupil {number}: " in said
    assert CHANGED in said


def test_a_changed_bound_is_noticed(files: Contents, tmp_path: Path) -> None:
    forged = by_mallory(with_cell(files, layout.BOUNDS, "lower_bound", "0"))
    assert CHANGED in verify(packed(forged, tmp_path / "forged.zip"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"not a zip"),
        lambda path: packed({"manifest.json": b"[]"}, path),
        lambda path: packed({"manifest.json": b'{"format": 9, "school": "", "term": ""}'}, path),
        lambda path: packed({"bag-info.txt": b"Starrating-Format: 9\n", "bagit.txt": b""}, path),
        lambda path: path.unlink(missing_ok=True),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    path = tmp_path / "none.zip"
    spoil(path)
    with pytest.raises(CommandError):
        call_command("verify_archive", str(path))


def test_a_file_twice_in_the_package_is_named(files: Contents, key: str, tmp_path: Path) -> None:
    path = packed(files, tmp_path / "twice.zip")
    with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(f"starrating-somewhere-2025-1/{DECISIONS}", b"x")
    assert f"{DECISIONS}: The file is in the package twice." in verify(path, "--key", key)


def test_a_file_beside_the_folder_is_named(files: Contents, key: str, tmp_path: Path) -> None:
    path = packed(files, tmp_path / "beside.zip")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("notes.txt", b"x")
    assert "notes.txt: The file is not listed in the manifest." in verify(path, "--key", key)


def test_a_list_is_weighed_before_it_is_unpacked(
    files: Contents, archive: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = max(len(content) for name, content in files.items() if name.endswith(layout.MANIFEST))
    monkeypatch.setattr(places, "_MOST", size)
    assert GENUINE in verify(archive, "--key", key)
    monkeypatch.setattr(places, "_MOST", size - 1)
    assert f"{layout.MANIFEST}: The list cannot be read." in verify(archive, "--key", key)


@pytest.mark.parametrize(
    "content", [b"a,b\r\n1,2\r\n", b"\xff\xfe\x00", "student_no,stars\r\n1,many\r\n".encode(layout.ENCODING)]
)
def test_a_table_that_cannot_be_read_is_a_difference(files: Contents, tmp_path: Path, content: bytes) -> None:
    odd = by_mallory({**files, layout.LEDGER: content})
    assert CHANGED in verify(packed(odd, tmp_path / "odd.zip"))


@pytest.mark.parametrize(
    ("change", "agrees"), [({}, True), ({"total": 77}, False), ({"level": 9}, False), ({"level": 9, "listed": 0}, True)]
)
def test_settled_levels_are_reckoned_again(
    files: Contents, tmp_path: Path, change: dict[str, int], *, agrees: bool
) -> None:
    total = rows(files, layout.TOTALS)[0]
    right = {**total, "row": "2", "listed": "1", "replaces": "1"}
    # The first row was wrong and has been replaced by the second.
    wrong = {**right, "row": "1", "total": "99", "replaces": ""}
    changed = {name: str(value) for name, value in change.items()}
    settled = with_rows(files, layout.SETTLED, [wrong, {**right, **changed}])
    settled[layout.INFO] = settled[layout.INFO].replace(b"Settled: no", b"Settled: yes")
    checked = check(packed(by_mallory(settled), tmp_path / "settled.zip"))
    assert (not checked.differences) == agrees


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_bit_flipped_anywhere_is_noticed_or_changes_nothing(
    archive: Path, files: Contents, key: str, tmp_path: Path, data: st.DataObject
) -> None:
    """What a .zip says of its files' days and rights is no part of the archive; every byte of the files is."""
    content = bytearray(archive.read_bytes())
    place = data.draw(st.integers(min_value=0, max_value=len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(min_value=0, max_value=7))
    path = tmp_path / "flipped.zip"
    path.write_bytes(content)
    if GENUINE in verify(path, "--key", key):
        assert contents(path) == files
