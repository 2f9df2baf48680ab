"""Cleaning of typed text: what is repaired with a note, what is refused, what is never touched."""

import pytest
from django.utils import translation

from starrating.text import Level, clean_text, fold_code, label_key, sentence


@pytest.mark.parametrize(
    ("typed", "text", "levels"),
    [
        ("李明", "李明", []),
        ("李  明", "李明", ["note"]),
        ("　李明\u00a0", "李明", ["note"]),
        ("Anna  Maria", "Anna Maria", ["note"]),
        ("Anna Maria", "Anna Maria", []),
        ("李\u200b明\ufeff", "李明", ["note"]),
        ("李\r\n明", "李明", ["note", "note"]),
        ("李明\n", "李明", []),
        ("李\x07明", "李明", ["note"]),
        ("李\x00明", "李明", ["error"]),
        ("李\u202e明", "李明", ["error"]),
        ("李\u2067明", "李明", ["error"]),
        ("李\ue863", "李\ue863", ["warning"]),
        ("\U000f0001", "\U000f0001", ["warning"]),
        ("䶮㛃𬭸𫖯", "䶮㛃𬭸𫖯", []),
        ("葛\U000e0100", "葛\U000e0100", []),
        ("\uf9d1Ａ", "\uf9d1Ａ", []),
        ("e\u0301", "e\u0301", []),
        ("阿依古丽•吐尔逊", "阿依古丽•吐尔逊", []),
        ("", "", []),
    ],
)
def test_clean_text(typed: str, text: str, levels: list[str]) -> None:
    cleaned = clean_text(typed)
    assert cleaned.text == text
    assert [note.level for note in cleaned.notes] == levels
    assert cleaned.refused is ("error" in levels)


def test_spaces_that_part_names_can_be_kept() -> None:
    assert clean_text(" 李明\u3000王芳  赵一 ", join_han=False).text == "李明 王芳  赵一"


def test_private_character_is_named() -> None:
    with translation.override("en"):
        (note,) = clean_text("李\ue863").notes
        assert "U+E863" in str(note.message)


@pytest.mark.parametrize(
    ("typed", "code", "count"),
    [
        ("20250101", "20250101", 0),
        ("２０２５ 0101", "20250101", 2),
        ("七年级（1）班", "七年级(1)班", 1),
        ("00 12", "0012", 1),
    ],
)
def test_fold_code(typed: str, code: str, count: int) -> None:
    cleaned = fold_code(typed)
    assert cleaned.text == code
    assert [note.level for note in cleaned.notes] == [Level.NOTE] * count


@pytest.mark.parametrize("label", ["姓 名", "姓名*", "*姓名", "姓名：", "姓名（必填）", "姓\n名", "姓　名"])
def test_label_key_knows_a_header_however_it_is_dressed(label: str) -> None:
    assert label_key(label) == "姓名"


def test_sentence_is_translated_when_shown() -> None:
    assert str(sentence("%(count)d of %(whole)d", count=2, whole=5)) == "2 of 5"
    assert str(sentence("100 %")) == "100 %"
