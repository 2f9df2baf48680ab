"""Reading scheme files: what is refused, and that the refusal names the file and the key."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import translation

from awards.schemes.presets import SCHEME_DIR, PresetError, available_presets, load_preset, preset_problems, read_scheme

GOOD = (SCHEME_DIR / "monthly-stars.toml").read_text(encoding="utf-8")
Spoil = Callable[..., Path]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """The monthly scheme's file with one text replaced, wherever it stands first."""

    def write(old: str, new: str, count: int = 1) -> Path:
        assert old in GOOD
        path = tmp_path / "monthly-stars.toml"
        path.write_text(GOOD.replace(old, new, count), encoding="utf-8")
        return path

    return write


def refusal(path: Path) -> str:
    with pytest.raises(PresetError) as caught:
        read_scheme(path)
    return str(caught.value)


def test_every_scheme_that_ships_can_be_used() -> None:
    assert preset_problems() == []
    assert [load_preset(code).code for code in available_presets()] == available_presets()


def test_a_scheme_is_found_by_its_file_name_alone(tmp_path: Path) -> None:
    text = GOOD.replace('"monthly-stars"', '"own-stars"')
    (tmp_path / "own-stars.toml").write_text(text, encoding="utf-8")
    assert available_presets(tmp_path) == ["own-stars"]
    assert load_preset("own-stars", tmp_path).code == "own-stars"


@pytest.mark.parametrize("code", ["nowhere", "../monthly-stars", "", "monthly-stars.toml"])
def test_an_unknown_scheme_is_refused_and_the_known_ones_named(code: str) -> None:
    with pytest.raises(PresetError, match=r"no such scheme; there are: .*monthly-stars"):
        load_preset(code)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "monthly-stars.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_scheme(path) == load_preset("monthly-stars")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("[words]", "colour = 1\n[words]", "items[15].colour: unknown key"),
        ("[caps]", "[extra]\nx = 1\n[caps]", "extra: unknown key"),
        ("\npass_down = false", "", "champions.pass_down: missing key"),
        ("number = 5", "", "caps.item_quota.number: missing key"),
        ('name = "诚信星"\n', "", "items[3].name: missing key"),
        ("self_report_max = 4", "self_report_max = true", "caps.self_report_max: must be a whole number"),
        ("self_report_max = 4", "self_report_max = 4.0", "caps.self_report_max: must be a whole number"),
        ("paper = true", "paper = 1", "steps[1].paper: must be true or false"),
        ('short_name = "爱心"', "short_name = 2", "items[2].short_name: must be text"),
        ('short_name = "爱心"', 'short_name = " "', "items[2].short_name: must not be blank"),
        ('quota_mode = "hard"', 'quota_mode = "soft"', "caps.quota_mode: 'soft' is none of: hard, office"),
        ('role = "pupil"', "role = 1", "steps[1].role: 1 is none of: pupil,"),
        ("[rewards]", "[[rewards]]", "rewards: must be a table"),
        ('criteria = ["在月考', 'criteria = [3, "在月考', "items[12].criteria[1]: must be text"),
        ("principles = [", 'principles = "x"\nrest = [', "rest: unknown key"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(spoil: Spoil, old: str, new: str, line: str) -> None:
    message = refusal(spoil(old, new))
    assert message.startswith("monthly-stars.toml: ")
    assert line.lower() in message.lower()


def test_a_list_must_be_a_list(tmp_path: Path) -> None:
    path = tmp_path / "monthly-stars.toml"
    path.write_text(
        re.sub(r"principles = \[.*?\n\]", 'principles = "一二三四"', GOOD, flags=re.DOTALL), encoding="utf-8"
    )
    assert refusal(path) == "monthly-stars.toml: principles: must be a list"


def test_a_file_that_is_no_toml_is_refused_with_the_line(spoil: Spoil) -> None:
    assert re.match(r"monthly-stars\.toml: file: .*line 7", refusal(spoil('code = "monthly-stars"', "code = ")))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('code = "monthly-stars"', 'code = "weekly-stars"', "code: 'weekly-stars' is not the file's name"),
        ('code = "kindness"', 'code = "civility"', "items: code 'civility' is used 2 times"),
        ('name = "爱心星"', 'name = "文明星"', "items: name '文明星' is used 2 times"),
        ('code = "kindness"', 'code = "Kind ness"', "items[2].code: 'Kind ness' is not"),
        ('kind = "class_total"', 'kind = "grade_total"', "items: kind 'grade_total' is used 2 times"),
        ("value = 5", "value = -1", "items[12].value: -1 is below 0"),
        ("public = false\ncriteria", "public = true\ncriteria", "items[12].public: a champion star is public only"),
        ("self_report_max = 4", "self_report_max = -1", "caps.self_report_max: -1 is below 0"),
        ("number = 5", "number = 0", "caps.item_quota.number: 0 is below 1"),
        ("percent = 10", "percent = 101", "caps.item_quota.percent: 101 is above 100"),
        ("minimum = 1", "minimum = -1", "caps.item_quota.minimum: -1 is below 0"),
        ("item_repeats_per_term = 0", "item_repeats_per_term = -1", "caps.item_repeats_per_term: -1 is below 0"),
        ('code = "group"', 'code = "self_report"', "steps: code 'self_report' is used 2 times"),
        (
            "paper = true\nonline = true",
            "paper = false\nonline = false",
            "steps[1]: must be allowed on paper or online",
        ),
        ("due_days = 3", "due_days = -1", "steps[5].due_days: is due before the step 'review'"),
        ('role = "office"', 'role = "homeroom"', "steps: no step is the office's"),
        (
            '[subject_teachers]\nmode = "advice"\ndays = 2',
            '[subject_teachers]\nmode = "advice"\ndays = -1',
            "subject_teachers.days: -1 is below 0",
        ),
        ("\ndays = 3", "\ndays = 0", "notice.days: 0 is below 1"),
        ("\ndays = 3", "\ndays = 16", "notice.days: 16 is above 15"),
        ("reply_days = 3", "reply_days = 0", "objections.reply_days: 0 is below 1"),
        ('code = "quality"', 'code = "monthly"', "exam_kinds: code 'monthly' is used 2 times"),
        ("max_per_term = 0 ", "max_per_term = -1 ", "deductions.max_per_term: -1 is below 0"),
        ("stars = 15", "stars = 0", "deductions.grounds[1].stars: 0 is below 1"),
        ("min_records = 3", "min_records = -3", "deductions.grounds[7].min_records: -3 is below 0"),
        ("lower_bound = 15", "lower_bound = 10", "levels[2].lower_bound: 10 is not above 10"),
        ("lower_bound = 10", "lower_bound = 0", "levels[1].lower_bound: 0 is not above 0"),
        ('name = "二星级学生"', 'name = "一星级学生"', "levels: name '一星级学生' is used 2 times"),
        ("letter_from = 3", "letter_from = 6", "rewards.letter_from: 6 is above 5"),
        ("residence_terms = 0", "residence_terms = -1", "rewards.residence_terms: -1 is below 0"),
    ],
)
def test_a_scheme_that_contradicts_itself_is_refused(spoil: Spoil, old: str, new: str, line: str) -> None:
    assert f"monthly-stars.toml: {line}" in refusal(spoil(old, new)).splitlines()[0]


@pytest.mark.parametrize("emptied", ["items", "steps", "exam_kinds", "levels"])
def test_a_scheme_without_a_list_it_needs_is_refused(spoil: Spoil, emptied: str) -> None:
    head, _, _ = GOOD.partition("[[items]]")
    parts = [f"[[{part}" for part in GOOD[len(head) :].split("[[")[1:]]
    kept = "".join(cut(part, emptied) for part in parts)
    path = spoil("", "")
    path.write_text(f"{emptied} = []\n{head}{kept}", encoding="utf-8")
    assert f"{emptied}: must not be empty" in refusal(path)


def cut(part: str, emptied: str) -> str:
    """A piece of the file that starts with a list's row; a row of the emptied list goes, the tables after it stay."""
    if not part.startswith(f"[[{emptied}]]"):
        return part
    _, found, rest = part.partition("\n[")
    return f"[{rest}" if found else ""


def test_all_contradictions_are_named_at_once(spoil: Spoil) -> None:
    path = spoil("letter_from = 3", "letter_from = 9")
    path.write_text(path.read_text(encoding="utf-8").replace("number = 5", "number = 0"), encoding="utf-8")
    assert len(refusal(path).splitlines()) == 2
    assert len(preset_problems(path.parent)) == 2


def test_all_keys_of_the_wrong_shape_are_named_at_once(spoil: Spoil) -> None:
    path = spoil("[words]", "colour = 1\n[words]")
    text = path.read_text(encoding="utf-8").replace("number = 5", "number = true").replace("\npass_down = false", "")
    path.write_text(text.replace('short_name = "爱心"', f'short_name = "{"爱" * 11}"'), encoding="utf-8")
    assert [line.split(": ", 1)[1] for line in refusal(path).splitlines()] == [
        "items[2].short_name: has 11 characters, and the limit is 10",
        "items[15].colour: unknown key",
        "caps.item_quota.number: must be a whole number",
        "champions.pass_down: missing key",
    ]


def test_bytes_that_are_no_text_are_refused_with_the_file_named(tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_bytes(GOOD.encode("gb18030"))
    assert preset_problems(tmp_path)[0].startswith("old.toml: file: ")
