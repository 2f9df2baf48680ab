"""Places as people name them, and the folding of findings that repeat."""

import pytest
from django.utils import translation

from starrating.cells.findings import Finding, Place, column_letters, fold, has_errors
from starrating.text import Level, sentence


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_column_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("七年级学生名册.xlsx", "七年级(1)班", 5, 3), "七年级学生名册.xlsx / 七年级(1)班 / C5"),
        (Place("九年级.csv", "", 2, 1), "九年级.csv / A2"),
        (Place("九年级.csv"), "九年级.csv"),
        (Place("a.xlsx", "b", 7), "a.xlsx / b / row 7"),
        (Place("a.xlsx", "b", 0, 2), "a.xlsx / b / column B"),
    ],
)
def test_place(place: Place, text: str) -> None:
    with translation.override("en"):
        assert str(place) == text


def test_fold_joins_the_same_sentence_and_puts_errors_first() -> None:
    def found(level: Level, row: int, text: str) -> Finding:
        return Finding(level, Place("a.csv", "", row, 1), "", sentence(text))

    findings = [
        found(Level.NOTE, 2, "Trimmed."),
        found(Level.NOTE, 3, "Trimmed."),
        found(Level.ERROR, 4, "Wrong."),
        found(Level.WARNING, 4, "Odd."),
        found(Level.NOTE, 5, "Trimmed."),
        found(Level.NOTE, 6, "Folded."),
        found(Level.NOTE, 7, "Folded."),
    ]
    with translation.override("en"):
        assert [str(one) for one in fold(findings)] == [
            "a.csv / A4: Wrong.",
            "a.csv / A4: Odd.",
            "a.csv / A2: Trimmed. (and 2 other places)",
            "a.csv / A6: Folded. (and 1 other place)",
        ]


def test_only_errors_block() -> None:
    place = Place("a.csv")
    assert not has_errors([Finding(Level.WARNING, place, "", ""), Finding(Level.NOTE, place, "", "")])
    assert has_errors([Finding(Level.ERROR, place, "", "")])
