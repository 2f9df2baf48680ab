"""The stream that only a passphrase opens: every change of it is seen."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, strategies as st

from starrating.backup.sealed import MAGIC, PIECE, SealedReader, SealedWriter
from tests.refusals import refusal, refused

WORDS = "AAAAA-BBBBB"
TAG = 16


def sealed(content: bytes, passphrase: str = WORDS) -> bytes:
    target = io.BytesIO()
    with SealedWriter(target, passphrase) as writer:
        writer.write(content)
    return target.getvalue()


def opened(data: bytes, passphrase: str = WORDS) -> bytes:
    return SealedReader(io.BytesIO(data), passphrase).readall() or b""


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 5])
def test_what_was_written_is_read(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    assert opened(sealed(content)) == content
    assert content[:64] not in sealed(content) or size < 20


def test_the_same_content_is_never_the_same_file() -> None:
    assert sealed(b"x") != sealed(b"x")


def test_another_passphrase_opens_nothing() -> None:
    with refused("passphrase"):
        opened(sealed(b"x"), "AAAAA-BBBBC")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", MAGIC[:5]])
def test_another_file_is_said_to_be_no_backup(data: bytes) -> None:
    with refused("not_a_backup"):
        opened(data)


@pytest.mark.parametrize("header", [b"", b"{}\n", b"[]\n", b"{" * 2000, b'{"salt": 1, "prefix": 2}\n', b"\xff\n"])
def test_a_broken_header_is_damage(header: bytes) -> None:
    with refused("damaged"):
        opened(MAGIC + header)


SAMPLE = sealed(bytes(2 * PIECE + 100))


@given(place=st.integers(min_value=0, max_value=len(SAMPLE) - 1), bit=st.integers(min_value=0, max_value=7))
def test_a_bit_flipped_anywhere_is_refused(place: int, bit: int) -> None:
    changed = bytearray(SAMPLE)
    changed[place] ^= 1 << bit
    assert refusal(lambda: opened(bytes(changed))) in {"not_a_backup", "damaged", "passphrase"}


@pytest.mark.parametrize("cut", [1, 100 + TAG, PIECE + 100 + 2 * TAG, PIECE + 100 + 2 * TAG + 1])
def test_a_file_cut_off_is_refused(cut: int) -> None:
    assert refusal(lambda: opened(SAMPLE[:-cut])) in {"damaged", "passphrase"}


def test_pieces_that_changed_places_are_refused() -> None:
    start = SAMPLE.index(b"}\n") + 2
    first, second = (SAMPLE[start + number * (PIECE + TAG) :][: PIECE + TAG] for number in (0, 1))
    with refused("passphrase"):
        opened(SAMPLE[:start] + second + first + SAMPLE[start + 2 * (PIECE + TAG) :])


def test_something_behind_the_end_is_refused() -> None:
    with refused("damaged"):
        opened(SAMPLE + b"x")
