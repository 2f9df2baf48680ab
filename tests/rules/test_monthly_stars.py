"""That the monthly scheme says what the policy says: every number of its clauses, one by one."""

import re

import pytest

from awards.rules import kinds
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes.presets import SCHEME_DIR, load_preset


@pytest.fixture(scope="module")
def scheme() -> SchemeSpec:
    return load_preset("monthly-stars")


def test_eleven_items_and_four_champions_with_their_criteria_and_values(scheme: SchemeSpec) -> None:
    assert [(item.name, len(item.criteria), item.value) for item in scheme.items] == [
        ("文明星", 7, 1),
        ("爱心星", 5, 1),
        ("诚信星", 3, 1),
        ("感恩星", 4, 1),
        ("责任星", 2, 1),
        ("学习星", 5, 1),
        ("健体星", 3, 1),
        ("特长星", 1, 1),
        ("进步星", 4, 1),
        ("读书星", 4, 1),
        ("劳动星", 4, 1),
        ("年组状元星", 1, 5),
        ("班级状元星", 1, 3),
        ("年组学科状元星", 1, 2),
        ("班级学科状元星", 1, 1),
    ]


def test_items_are_known_by_code_and_short_name(scheme: SchemeSpec) -> None:
    assert " ".join(item.code for item in scheme.items) == (
        "civility kindness honesty gratitude responsibility learning fitness talent progress reading labour "
        "grade_total class_total grade_subject class_subject"
    )
    assert all(item.name.removesuffix("星") == item.short_name for item in scheme.items[:13])
    assert [item.short_name for item in scheme.items[13:]] == ["年组学科", "班级学科"]


def test_champion_stars_are_outside_the_cap_and_off_public_lists(scheme: SchemeSpec) -> None:
    for item in scheme.items:
        ordinary = item.kind == kinds.ItemKind.ORDINARY
        assert (item.counts_toward_cap, item.public) == (ordinary, ordinary)
        assert ordinary or item.kind == item.code
    assert not scheme.champions.public


def test_only_the_talent_star_needs_evidence(scheme: SchemeSpec) -> None:
    assert [item.code for item in scheme.items if item.evidence_required] == ["talent"]


def test_every_one_of_the_five_educations_has_a_star(scheme: SchemeSpec) -> None:
    assert {item.group for item in scheme.items} == set(kinds.ItemGroup)


def test_principles_and_caps(scheme: SchemeSpec) -> None:
    assert len(scheme.principles) == 4
    assert (scheme.caps.self_report_max, scheme.caps.item_quota.number) == (4, 5)
    assert scheme.caps.item_quota.kind == kinds.QuotaKind.FIXED
    assert scheme.caps.quota_mode == kinds.QuotaMode.HARD
    assert scheme.caps.nominate_on_behalf


def test_six_steps_in_order_with_their_roles(scheme: SchemeSpec) -> None:
    roles = kinds.StepRole
    assert [(step.code, step.name, step.role) for step in scheme.steps] == [
        ("self_report", "个人自报", roles.PUPIL),
        ("group", "小组讨论", roles.GROUP_LEADER),
        ("committee", "评星小组评议", roles.COMMITTEE),
        ("review", "班主任和科任教师审核", roles.HOMEROOM),
        ("filing", "报批政教处备案", roles.OFFICE),
        ("notice", "班级公示", roles.HOMEROOM),
    ]
    assert all(step.online and step.required for step in scheme.steps)
    assert [step.code for step in scheme.steps if not step.paper] == ["filing"]


def test_seven_grounds_take_fifteen_and_the_last_needs_three_records(scheme: SchemeSpec) -> None:
    assert [(ground.stars, ground.min_records) for ground in scheme.deductions.grounds] == [(15, 0)] * 6 + [(15, 3)]
    assert scheme.deductions.mode == kinds.DeductionMode.FIXED
    assert scheme.deductions.allow_negative_total


def test_five_levels_and_what_they_earn(scheme: SchemeSpec) -> None:
    assert [(level.name, level.lower_bound) for level in scheme.levels] == [
        ("一星级学生", 10),
        ("二星级学生", 15),
        ("三星级学生", 20),
        ("四星级学生", 25),
        ("五星级学生", 30),
    ]
    rewards = scheme.rewards
    assert rewards.letter_from == 3
    assert (rewards.certificate_from, rewards.honour_board_from, rewards.award_eligibility_from) == (4, 4, 4)
    assert (rewards.parent_title_from, rewards.invitation_from) == (5, 5)


def test_three_kinds_of_exam_count_and_the_mid_term_does_not(scheme: SchemeSpec) -> None:
    assert {kind.name: kind.counts for kind in scheme.exam_kinds} == {
        "月考": True,
        "质量监测": True,
        "期末考试": True,
        "期中考试": False,
    }


def test_first_places_count_once_at_the_widest_scope(scheme: SchemeSpec) -> None:
    champions = scheme.champions
    assert (champions.overlap, champions.ties) == (kinds.Overlap.HIGHEST_ONLY, kinds.Ties.ALL)
    assert not champions.pass_down


def test_periods(scheme: SchemeSpec) -> None:
    assert (scheme.subject_teachers.mode, scheme.subject_teachers.days) == (kinds.SubjectMode.ADVICE, 2)
    assert (scheme.notice.days, scheme.notice.day_kind) == (3, kinds.DayKind.WORKING)
    assert scheme.objections.reply_days == 3


def test_the_text_uses_chinese_punctuation() -> None:
    text = (SCHEME_DIR / "monthly-stars.toml").read_text(encoding="utf-8")
    assert re.findall(r"[\u4e00-\u9fff”）][,:;()]|[,:;(][\u4e00-\u9fff“]", text) == []
