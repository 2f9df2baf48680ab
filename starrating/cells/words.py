"""The names that stand in schools' tables, read once from one readable file."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from starrating.text import label_key

_FILE = Path(__file__).with_name("words.toml")
# How many have a mark of so much: 120分以上.
_OVER = re.compile(r"[0-9]{1,3}分?(以上|以下|人数)")
# The items of a paper: 1, 12.1, 第3题, T and a number.
_ITEM = re.compile(r"[0-9]{1,2}([.-][0-9]{1,2})?|[tq][0-9]{1,2}")
_PEOPLE = re.compile(
    r"(全班|本班|班级)?(共|总共|计)?\d{1,3}(人|名)?.{0,6}(男|女)生?\d{1,3}|(全班|本班|共|男生?|女生?):?\d{1,3}[人名]"
)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def names_of(key: str) -> tuple[str, ...]:
    """Give what a column is called, the name that people are told first."""
    return tuple(_words()["columns"][key]["names"])


def instead_of(key: str) -> tuple[str, ...]:
    """Give the names that count only where a column has none of its own."""
    return tuple(_words()["columns"][key].get("instead", ()))


@cache
def _keys(table: str, row: str) -> frozenset[str]:
    return frozenset(label_key(name) for name in _words()[table][row])


def is_never_needed(label: str) -> bool:
    """Tell a rank, a grade, a serial number: ``label`` is a label_key."""
    plain = label.partition("(")[0] or label
    return (
        label in _keys("never", "names")
        or label.endswith(tuple(_keys("never", "ends")))
        or any(part.endswith(tuple(_keys("never", "ends"))) for part in (plain, label.removesuffix(")")))
        or bool(_ITEM.fullmatch(plain))
    )


def is_rank(label: str) -> bool:
    """Tell what a remark behind a subject says that is no mark: its rank, its grade."""
    return is_never_needed(label) and label not in _keys("score", "ends")


def is_identity(label: str) -> bool:
    """Tell the name of an identity number."""
    return label in _keys("identity", "names")


def is_second_row(label: str) -> bool:
    """Tell what stands below the name of a subject."""
    return label in _keys("second_row", "names")


def score_ends() -> Sequence[str]:
    """Give the endings of a subject's columns, its mark before what may stand for it."""
    return tuple(_words()["score"]["ends"])


def absence_words() -> dict[str, Sequence[str]]:
    """Give what stands in place of a mark, by why there is none."""
    return {kind: tuple(words) for kind, words in _words()["absence"].items()}


@cache
def short_subjects() -> dict[str, str]:
    """Give the subjects by their short forms as label_keys."""
    return {label_key(short): name for name, shorts in _words()["short_subjects"].items() for short in shorts}


def staff_marks() -> frozenset[str]:
    """Give what stands in brackets behind teachers' names and is no part of them."""
    return frozenset(_words()["staff"]["marks"])


@cache
def staff_nobody() -> frozenset[str]:
    """Give what stands where nobody is named yet."""
    return frozenset(_words()["staff"]["nobody"])


@cache
def as_above() -> frozenset[str]:
    """Give what stands where the name above holds for a cell as well."""
    return frozenset(_words()["staff"]["above"])


def staff_titles() -> tuple[str, ...]:
    """Give what stands behind teachers' names and is no part of them."""
    return tuple(_words()["staff"]["titles"])


@cache
def _remark() -> re.Pattern[str]:
    return re.compile(
        "|".join(
            re.escape(label_key(word) + (":" if word.endswith(":") else "")) for word in (_words()["remarks"]["begins"])
        )
    )


def is_full_mark_row(text: str) -> bool:
    """Tell what begins a row of full marks below a header."""
    return label_key(text) in _keys("remarks", "full_marks")


def is_remark(text: str) -> bool:
    """Tell what begins a row of totals, statistics, remarks or signatures."""
    label = label_key(text)
    # label_key takes the colon away: 备注: begins a remark, but 备注 may be a value.
    colon = ":" if text.rstrip().endswith((":", "：")) else ""
    whole = label in _keys("remarks", "whole") or label in _keys("remarks", "full_marks")
    return whole or bool(_OVER.match(label)) or bool(_remark().match(label + colon) or _PEOPLE.match(label))
