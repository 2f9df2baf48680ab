"""What pupils and guardians read, read as they would: no word that frightens, and no no without what can be done."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import polib
import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.project.source import ROOT
from tests.project.words.aloud import Reading
from tests.project.words.aloud_story import the_whole_story
from tests.project.words.test_translations import from_calls

# Words of offices, of machines and of punishment: what they mean can be said to a child in others.
NOT_FOR_CHILDREN = re.compile(
    "失败|落选|淘汰|扣分|不合格|不及格|差|步骤|办理|冻结|状态|驳回|拒绝|无权|权限|违规|不通过|未通过|未入选|惩罚|处罚|罚款|处分|警告"
    "|非法|无效|操作|系统|程序|冲正|结转|申报|文书|字段|变量|本轮|该生|此项|该项|尚未|排名|名次|末位|落后|别的同学|比别人"
)
ENGLISH = re.compile(
    r"\b(failed|failure|reject\w*|denied|declined|unqualified|penalt\w*|punish\w*|frozen|status|state|invalid|illegal|forbidden"
    r"|loser|rank\w*|worse|worst|sheet is)\b",
    re.I,
)
# What stands in such a place and frightens nobody, each as it is said.
ALLOWED = re.compile("学校用“评星”系统|系统只保存评星需要的内容")
# What a no does next, in Chinese: it asks for something, or says what may be done.
NEXT = re.compile(r"请|可以|试试|想换|最多")
# Where every text is a no that a pupil can read, and the function of the same kind.
REFUSALS = (
    "awards/steps/pupil/own_lines.py",
    "awards/steps/pupil/declarations.py",
    "awards/steps/group/verbs.py",
    "awards/steps/committee/verbs.py",
)
LEFT_OUT = ("awards/steps/pupil/way.py", "_dropped")
# What the story does not come to: a scheme whose steps are on paper, or in another order.
NOT_READ = {
    "You have put yourself forward for this %(star)s.",
    "You can no longer choose for this month.",
    "%(step)s: this is done on paper, in class.",
    "Then comes: %(step)s.",
}


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of a transaction a test: one for all tests here, which is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def read(db: None) -> Reading:
    return the_whole_story()


@pytest.fixture(scope="module")
def chinese() -> dict[str, str]:
    entries = polib.pofile(str(ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    return {entry.msgid: entry.msgstr or entry.msgstr_plural[0] for entry in entries if entry.msgctxt is None}


def texts_in(path: str, function: str = "") -> list[str]:
    """Give the texts for readers in a module, or in one function of it."""
    tree: ast.AST = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    if function:
        tree = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function)
    return [singular for context, singular, _plural in from_calls(tree) if context is None]


def test_the_story_comes_to_everything_that_a_pupil_is_told_of_a_star(read: Reading, chinese: dict[str, str]) -> None:
    said = "\n".join(text for where, text in read.texts.items() if where.endswith("zh-hans"))
    texts = set(texts_in("awards/steps/pupil/way.py")) - NOT_READ
    assert len(texts) > 20
    pattern = {text: re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(chinese[text])) for text in texts}
    assert [text for text in sorted(texts) if not re.search(pattern[text], said)] == []


def test_no_word_frightens_a_child_or_a_guardian(read: Reading) -> None:
    found: dict[tuple[str, str], str] = {}
    for where, text in read.texts.items():
        words = NOT_FOR_CHILDREN if where.endswith("zh-hans") else ENGLISH
        for line in ALLOWED.sub("", text).splitlines():
            for word in words.findall(line):
                found.setdefault((word, line), where)
    assert found == {}


def test_every_no_ends_with_what_can_be_done(chinese: dict[str, str]) -> None:
    texts = [text for path in REFUSALS for text in texts_in(path)] + texts_in(*LEFT_OUT)
    assert len(texts) > 15
    assert [chinese[text] for text in texts if not NEXT.search(chinese[text])] == []
    assert [chinese[text] for text in texts if NOT_FOR_CHILDREN.search(chinese[text])] == []


def test_nobody_is_asked_to_be_polite_to_a_pupil_as_to_a_stranger(read: Reading) -> None:
    """A pupil is 你, a guardian and whoever is not known 您."""
    own = ("/my-", "/committee", "/objections/mine", "/account", "/password", "/sign-out")
    pages = {where: text for where, text in read.texts.items() if any(page in where for page in own)}
    assert [where for where, text in pages.items() if "您" in text] == []
