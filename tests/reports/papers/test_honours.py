"""Letters, certificates, Outstanding Parents, invitations: the text taken back from the PDF."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from awards.rules.entitlements import ON_PAPER, RewardKind
from reports.honours import papers
from reports.honours.papers import ON_FORMS, Extras, Occasion, OnForm, honours_pdf
from reports.typesetting import allowed
from reports.typesetting.typeset import typeset, typeset_rows
from reports.typesetting.wordings import labels, preset
from tests.reports.papers.rare import RARE
from tests.reports.papers.reading import IMPRINT, pages_of, recipient, text_of

NAMES = ["王珊", "阿依古丽·买买提", "欧阳娜娜", f"{RARE[0]}〇", "阿卜杜热西提·买买提依明江·努尔艾力·玉山"]


def pdf(kind: RewardKind, *rows: papers.Recipient, extras: Extras = papers.NO_EXTRAS) -> bytes:
    return honours_pdf(kind, rows or [recipient()], preset(kind), IMPRINT, extras)


@pytest.mark.parametrize("kind", ON_PAPER)
def test_each_paper_says_for_whom_and_for_what(kind: RewardKind) -> None:
    pages = pages_of(pdf(kind, *(recipient(name, level="五星级学生", reissued=name == "王珊") for name in NAMES)))
    assert len(pages) == (3 if kind == RewardKind.LETTER else len(NAMES))
    text = "".join(pages)
    for name in NAMES:
        assert f"七年级(3)班{name}同学" in text
    assert text.count("补发") == 1
    assert "二〇二六年一月" in text
    assert text.count("第十中学") == len(NAMES)
    assert "2025-1-喜0001" in text
    assert "K7QM3XWT2P" in text


def test_a_letter_says_the_stars() -> None:
    text = text_of(pdf(RewardKind.LETTER))
    assert "尊敬的七年级(3)班王小明同学家长" in text
    assert "累计获得22颗星,被评为“三星级学生”".replace(",", "\uff0c") in text
    assert "文明星3颗、责任星4颗" in text
    assert "二〇二六年一月二十三日" in text


def test_a_letter_without_stars_by_name_has_no_empty_line() -> None:
    assert "其中" in text_of(pdf(RewardKind.LETTER))
    assert "其中" not in text_of(pdf(RewardKind.LETTER, recipient(stars_by_name="")))


def test_an_invitation_says_when_and_where() -> None:
    occasion = Occasion(time="2026年3月2日上午9:00", place="学校报告厅")
    text = text_of(pdf(RewardKind.INVITATION, recipient(occasion=occasion)))
    assert "2026年3月2日上午9:00" in text
    assert "学校报告厅" in text
    assert "联系人" not in text


def test_an_invitation_without_time_and_place_has_lines_to_write_on() -> None:
    text = text_of(pdf(RewardKind.INVITATION))
    assert "时间：" in text
    assert "地点：" in text


def test_ready_made_forms_carry_the_text_alone() -> None:
    framed = pdf(RewardKind.CERTIFICATE)
    plain = pdf(RewardKind.CERTIFICATE, extras=Extras(on_form=OnForm(plain=True, dx=2.5, dy=-3)))
    assert text_of(plain) == text_of(framed).replace("荣誉证书", "", 1)
    assert len(plain) < len(framed)
    for kind in ON_FORMS:
        bare = text_of(pdf(kind, extras=Extras(on_form=OnForm(plain=True, closed=True))))
        assert "荣誉证书" not in bare
        assert "特发此证" not in bare
        assert "王小明" in bare


def test_typed_text_is_never_markup() -> None:
    name = "#panic(1)$x$*b*_i_`c`<l>@r\\"
    assert name in text_of(pdf(RewardKind.LETTER, recipient(name)))


def test_a_key_that_is_not_on_the_list_is_stopped() -> None:
    row = {"number": "2025-1-喜0001", "score": 99}
    with pytest.raises(allowed.NotAllowed, match="letter: score"):
        typeset("letter", {"school": "第十中学", "rows": [row]})


def test_a_batch_in_parts_is_the_batch() -> None:
    told: list[tuple[int, int]] = []
    rows = [papers._row(RewardKind.LETTER, recipient(f"王{n:03d}号"), preset("letter"), IMPRINT) for n in range(10)]
    shared = {"school": "第十中学", "labels": labels("letter")}
    whole = typeset_rows("letter", shared, rows)
    parts = typeset_rows("letter", shared, rows, size=4, progress=lambda done, total: told.append((done, total)))
    assert pages_of(parts) == pages_of(whole)
    assert told == [(4, 10), (8, 10), (10, 10)]


# Characters of the standard list outside GB2312, and the nought of Chinese years.
def test_two_thousand_rare_characters_come_back() -> None:
    assert len(RARE) >= 2000
    names = [RARE[start : start + 20] for start in range(0, len(RARE), 20)]
    pages = pages_of(pdf(RewardKind.LETTER, *(recipient(name, stars_by_name="") for name in names)))
    text = "".join(pages)
    assert [name for name in names if f"班{name}同学" not in text] == []


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.sampled_from(RARE + "王李张刘陈·〇"), min_size=2, max_size=20), min_size=1, max_size=20))
def test_random_names_come_back(names: list[str]) -> None:
    text = text_of(pdf(RewardKind.CERTIFICATE, *(recipient(name) for name in names)))
    assert [name for name in names if f"{name}同学" not in text] == []
