"""Names as typed or pasted: repaired, compared and cut into lists."""

import pytest
from hypothesis import given, strategies as st

from students.names.personal import NameNote, match_key, normalise_name, one_dot, split_names

HANZI_NAMES = st.text(alphabet="王李张芳明怡欣欧阳䶮𫖯", min_size=2, max_size=4)


@pytest.mark.parametrize(
    ("text", "name", "notes"),
    [
        ("王欣怡", "王欣怡", []),
        ("李  明", "李明", [NameNote.JOINED]),
        ("李\u3000明", "李明", [NameNote.JOINED]),
        ("李\u00a0明 ", "李明", [NameNote.TRIMMED, NameNote.JOINED]),
        ("\u3000诸葛华秀\u3000", "诸葛华秀", [NameNote.TRIMMED]),
        ("王 小 明", "王小明", [NameNote.JOINED]),
        ("李明 王芳", "李明 王芳", []),
        ("Anna  Maria", "Anna Maria", [NameNote.FOLDED]),
        ("欧阳\n娜", "欧阳 娜", [NameNote.FOLDED]),
        ("王\u200b芳", "王芳", [NameNote.INVISIBLE]),
        ("王\u202e芳", "王\u202e芳", [NameNote.DIRECTION]),
        ("张\ue000", "张\ue000", [NameNote.PRIVATE]),
        ("阿依古丽•吐尔逊", "阿依古丽•吐尔逊", []),
        ("金博䶮", "金博䶮", []),
        ("上  𫖯", "上𫖯", [NameNote.JOINED]),
        ("\ufa11明", "\ufa11明", []),
        ("葛\U000e0100明", "葛\U000e0100明", []),
        ("", "", []),
        (" \u3000", "", [NameNote.TRIMMED]),
    ],
)
def test_a_name_is_kept_and_every_repair_is_noted(text: str, name: str, notes: list[NameNote]) -> None:
    cleaned = normalise_name(text)
    assert (cleaned.name, list(cleaned.notes)) == (name, notes)


@given(st.text(max_size=20))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = normalise_name(text).name
    again = normalise_name(once)
    assert again.name == once
    assert not set(again.notes) - {NameNote.DIRECTION, NameNote.PRIVATE}


@pytest.mark.parametrize(
    "spelling",
    [
        "买买提·艾力",
        "买买提•艾力",
        "买买提‧艾力",
        "买买提．艾力",
        "买买提・艾力",
        "买买提･艾力",
        "买买提.艾力",
        "买买提 · 艾力 ",
        "买 买提·艾\u200b力",
    ],
)
def test_spellings_of_one_name_share_a_key(spelling: str) -> None:
    assert match_key(spelling) == "买买提·艾力"


@pytest.mark.parametrize(
    ("one", "other"), [("李  明", "李明"), ("Anna  LEE", "anna lee"), ("葛\U000e0100明", "葛明"), ("𫖯 一", "𫖯一")]
)
def test_keys_agree(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("\ufa11明", "崎明"), ("J.Smith", "J·Smith"), ("俯明", "𫖯明"), ("吕", "呂")]
)
def test_keys_of_different_characters_differ(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("李 明 王欣怡 张 三", ["李明", "王欣怡", "张三"]),
        ("余思浩,钟婷磊，龙奕、丁丹诺;黄晓莹；王芳", ["余思浩", "钟婷磊", "龙奕", "丁丹诺", "黄晓莹", "王芳"]),
        ("严铭超、 邱峰明、 武远、 单秀诗(4号)", ["严铭超", "邱峰明", "武远", "单秀诗(4号)"]),
        ("张珊、李明 王欣怡,陈晨", ["张珊", "李明", "王欣怡", "陈晨"]),
        ("王芳/李明|张三\t陈晨\n龙奕", ["王芳", "李明", "张三", "陈晨", "龙奕"]),
        ("任超静 李 明、王 芳", ["任超静", "李明", "王芳"]),
        ("李 明　王 芳", ["李明", "王芳"]),
        ("王 小 明", ["王小明"]),
        ("王芳(12号)、王芳（12），12号王芳 李明", ["王芳(12号)", "王芳（12）", "12号王芳", "李明"]),
        ("王芳 ( 12 号 ) 李明", ["王芳(12号)", "李明"]),
        ("李 明(12号)李 芳", ["李明(12号)", "李芳"]),
        ("zs lm wxy", ["zs", "lm", "wxy"]),
        ("3、5、王芳", ["3", "5", "王芳"]),
        ("12号 13号", ["12号", "13号"]),
        ("1. 王芳\n2. 李明", ["王芳", "李明"]),
        ("1、王芳 2、李明", ["王芳", "李明"]),
        ("(1)王芳 (2)李明", ["王芳", "李明"]),
        ("1、王芳", ["1", "王芳"]),
        ("①王芳②李明", ["王芳", "李明"]),
        ("阿依古丽 · 吐尔逊 李明", ["阿依古丽·吐尔逊", "李明"]),
        ("买买提・艾力、J.Smith", ["买买提・艾力", "J.Smith"]),
        ("Anna Maria、Tom", ["Anna Maria", "Tom"]),
        ("金博䶮 上官诗𫖯 张 𫖯", ["金博䶮", "上官诗𫖯", "张𫖯"]),
        ("王芳、王芳", ["王芳", "王芳"]),
        ("王芳、李明。", ["王芳", "李明"]),
        ("李明和王芳", ["李明和王芳"]),
        ("-", []),
        (" 、， \n", []),
        ("", []),
    ],
)
def test_a_line_is_cut_into_names(text: str, names: list[str]) -> None:
    assert split_names(text) == names


@given(st.lists(HANZI_NAMES, max_size=6), st.sampled_from(["、", ",", "，", "; ", " ", "\n", "\t", "/", " | ", "、 "]))
def test_joined_names_come_apart_again(names: list[str], separator: str) -> None:
    assert split_names(separator.join(names)) == names


@given(st.text(max_size=60))
def test_no_text_breaks_the_cutting_and_no_hanzi_is_lost(text: str) -> None:
    hanzi = [character for character in text if "\u4e00" <= character <= "\u9fff"]
    assert [character for name in split_names(text) for character in name if character in hanzi] == hanzi


@pytest.mark.parametrize("dot", ["·", "•", "‧", "∙", "⋅", "・", "．", "･"])
def test_a_table_has_one_dot_for_all_that_people_type(dot: str) -> None:
    assert one_dot(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"
    assert one_dot("𬭸泽") == "𬭸泽"
