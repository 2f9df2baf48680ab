"""Django's and the libraries' own texts are said in the project's words: forms, files, the administration."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

import polib
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import reverse
from django.utils import translation

from starrating.forms.fields import OneOf, day_field
from students.models import School, Subject
from tests.project.source import modules
from tests.project.words.borrowed_walk import Administrator, administration_pages, texts_asked_for
from tests.project.words.test_translations import CATALOGUE

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Words of databases and programs in Django's Chinese, and a list's line of dashes.
THEIRS = re.compile("字段|变量|一个有效|该值|动作|对象的|这个对象|站点|注销|---")


class Probe(forms.Form):
    """A field of each kind that the program's forms have."""

    needed = forms.CharField()
    short = forms.CharField(max_length=3, required=False)
    long = forms.CharField(min_length=3, required=False)
    day = day_field("", required=False)
    number = forms.IntegerField(required=False, validators=[MinValueValidator(1), MaxValueValidator(5)])
    one = forms.ChoiceField(choices=[("a", "a")], required=False)
    many = forms.MultipleChoiceField(choices=[("a", "a")], required=False)
    row = OneOf(queryset=Subject.objects.none(), required=False)
    file = forms.FileField(required=False, max_length=8)


@pytest.fixture(autouse=True)
def in_chinese() -> Any:
    with translation.override("zh-hans"):
        yield


def said(field: str, value: object) -> list[str]:
    """Give what the form says of one field that was sent so."""
    files = {field: value} if isinstance(value, SimpleUploadedFile) else {}
    data = {"needed": "x", **({} if files else {field: value})}
    form = Probe(data, files)  # type: ignore[arg-type]
    return [str(error) for error in form.errors.get(field, [])]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("needed", "", "请填写这一项。"),
        ("short", "一二三四", "太长：现有4个字，最多3个字。"),
        ("short", "一\x00", "含有不能使用的字符，请重新录入。"),
        ("long", "一", "太短：现有1个字，至少3个字。"),
        ("day", "13月", "日期不正确，请从日历中选择，或写成2025-10-21。"),
        ("number", "三", "请填整数。"),
        ("number", "0", "不能小于1。"),
        ("number", "6", "不能大于5。"),
        ("one", "raw", "请从列表中选择一项。"),
        ("many", ["raw"], "请从列表中选择一项。"),
        ("file", SimpleUploadedFile("a.csv", b""), "文件是空的，请重新选择。"),
        ("file", SimpleUploadedFile("长" * 9, b"x"), "文件名太长：现有9个字，最多8个字。请改名后重新选择。"),
    ],
)
def test_a_form_says_what_to_do(field: str, value: object, words: str) -> None:
    assert said(field, value) == [words]


@pytest.mark.django_db
def test_a_row_that_is_not_offered_is_not_shown_raw() -> None:
    assert said("row", "raw") == ["请从列表中选择一项。"]


@pytest.mark.django_db
def test_a_row_says_what_to_do() -> None:
    school = School(code="a" * 200, name="", stage="raw", keep_contacts_months=99)
    with pytest.raises(forms.ValidationError) as refused:
        school.full_clean()
    found = {text for texts in refused.value.message_dict.values() for text in texts}
    assert {"请填写这一项。", "请从列表中选择一项。"} <= found
    assert [text for text in found if THEIRS.search(text)] == []


@pytest.mark.django_db
def test_a_list_says_that_nothing_is_chosen() -> None:
    row: Any = Probe().fields["row"]
    assert list(row.choices) == [("", "请选择")]


def test_no_form_draws_a_line_of_dashes() -> None:
    """`OneOf` says it in words; another choice of rows names its own label, or has none."""
    for source in modules():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "ModelChoiceField":
                assert "empty_label" in {keyword.arg for keyword in node.keywords}, (source.name, node.lineno)


@pytest.mark.django_db
def test_the_administration_says_everything_in_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its pages look up, the project's own catalogue has it."""
    own = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}
    person = Administrator()
    with texts_asked_for(monkeypatch) as asked:
        pages = list(administration_pages(person))
    assert len(asked) > 200
    # A name that is Chinese already is looked up once more on its way.
    assert sorted(text for context, text in asked - own if not CHINESE.search(text)) == []
    shown = [re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL) for page in pages]
    assert [found.group() for page in shown if (found := THEIRS.search(page))] == []


@pytest.mark.django_db
def test_the_administration_s_scripts_speak_as_its_pages_do() -> None:
    """The calendar beside a day, and what is counted while rows are ticked."""
    page = Administrator().get(reverse("admin:jsi18n"))
    texts = json.loads(re.findall(r"newcatalog = (\{.*?\n  \});", page, re.DOTALL)[0])
    assert texts["one letter Sunday\x04S"] == "日"
    assert (texts["December"], texts["Choose a Date"]) == ("12月", "选择日期")
    assert texts["%(sel)s of %(cnt)s selected"] == ["共%(cnt)s条，已选%(sel)s条"]
    assert [text for text in texts.values() if THEIRS.search(str(text))] == []
