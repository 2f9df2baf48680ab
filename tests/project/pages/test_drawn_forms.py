"""Every form is drawn by the one helper, and one that comes back says on top what is wrong and leads to it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from crispy_forms.layout import Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms.forms import BaseForm
from django.urls import get_resolver
from django.utils.translation import override

from starrating.forms.base import Drawn, Form
from tests.project.source import ROOT

# From so many fields on a form has groups or rows of its own.
MOST_IN_A_HEAP = 3
# Their pages draw them by hand, for the hand that fills them in.
DRAWN_BY_HAND = {
    "awards.entry.forms.NamesForm": "the line of names beside each star of a sheet",
    "awards.deeds.forms.ClassDeedForm": "a note in a few taps, where the star is the button",
    "awards.office.forms.OneFilingForm": "remarks beside the names of a sheet",
}
PROJECT = {"starrating", "students", "awards", "reports"}
# Asked only where a name is not certain; and the subject, which one kind of task has.
MADE_LATER = {"chosen", "subject"}
# Drawn by Django's admin, in its own way.
OF_THE_ADMIN = {"FileForm", "RowsForm"}


def of_the_project(base: type[Any] = BaseForm) -> Iterator[type[Any]]:
    """Give every form of the project; the addresses bring in all the modules that have one."""
    assert get_resolver().url_patterns
    for form in base.__subclasses__():
        if form.__module__.split(".")[0] in PROJECT:
            yield form
        yield from of_the_project(form)


def seen_in(form: type[Any]) -> list[str]:
    return [name for name, field in form.base_fields.items() if not field.widget.is_hidden]


def test_every_form_is_made_from_the_one_base() -> None:
    found = set(of_the_project())
    assert len(found) > 100
    assert {form.__name__ for form in found if not issubclass(form, Drawn)} == OF_THE_ADMIN


def test_more_than_three_fields_are_laid_out() -> None:
    heaps = {
        f"{form.__module__}.{form.__name__}"
        for form in of_the_project()
        if issubclass(form, Drawn) and form.layout is None and len(seen_in(form)) > MOST_IN_A_HEAP
    }
    assert heaps == set(DRAWN_BY_HAND)


def test_a_layout_names_what_its_form_has() -> None:
    named = {
        (form.__name__, pointer.name)
        for form in of_the_project()
        for pointer in (getattr(form, "layout", None) or Layout()).get_field_names()
        if pointer.name not in {*form.base_fields, *MADE_LATER}
    }
    assert named == set()


@pytest.mark.parametrize("way", ["|crispy", ".as_p ", ".as_div", ".as_table", ".as_ul"])
def test_no_form_is_drawn_in_another_way(way: str) -> None:
    pages = [path for path in (ROOT / "templates").rglob("*.html") if way in path.read_text(encoding="utf-8")]
    assert pages == []


class Asked(Form):
    day = forms.DateField(label="The day", help_text="Of the start.")
    sort = forms.ChoiceField(label="The sort", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        self.add_error(None, "The two do not agree.")


def test_what_is_wrong_stands_on_top_and_leads_to_its_field() -> None:
    with override("en"):
        page = render_crispy_form(Asked({"day": "no", "seen": "x"}))
    summary, fields = page.split('<div id="div_id_day"')
    opening = re.search(r'<div class="[^"]*form-errors"[^>]*>', summary)
    assert opening
    assert {'role="alert"', 'tabindex="-1"', "autofocus>"} <= set(opening[0].split())
    assert "Please correct the following:" in summary
    assert "<li>The two do not agree.</li>" in summary
    assert re.findall(r'href="#([^"]+)"><strong>([^<]+)', summary) == [("id_day", "The day"), ("id_sort_0", "The sort")]
    # The hidden field's is said as well, without a way to what nobody sees.
    assert len(re.findall("<li>", summary)) == 4
    for name in ("id_day", "id_sort_0"):
        (field,) = re.findall(rf'<input[^>]*id="{name}"[^>]*>', fields)
        assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="([^"]+)" id="id_day"', fields)
    assert described
    assert described[1].split() == ["id_day_helptext", "id_day_error"]
    assert all(f'id="{one}"' in fields for one in described[1].split())


def test_it_is_said_in_chinese_as_well() -> None:
    with override("zh-hans"):
        assert "请改正以下内容：" in render_crispy_form(Asked({}))


def test_a_form_that_was_not_sent_says_nothing() -> None:
    assert "form-errors" not in render_crispy_form(Asked())
