"""What a school types stands in forms as text, also where the package that draws them would take it for markup."""

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils.html import format_html

TYPED = '<b class="typed">处室</b>'
WIDGETS = [forms.TextInput, forms.Textarea, forms.CheckboxInput, forms.Select, forms.RadioSelect, forms.DateInput]


@pytest.mark.parametrize("widget", WIDGETS)
def test_words_of_the_school_make_no_elements(widget: type[forms.Widget]) -> None:
    """A label, a help text and a choice name the office and the committee in the school's own words."""

    class Form(forms.Form):
        said = forms.ChoiceField(label=TYPED, help_text=TYPED, choices=[(TYPED, TYPED)], widget=widget)

    form = Form({"said": "no"})
    form.add_error("said", TYPED)
    page = render_crispy_form(form)
    assert "<b" not in page
    assert page.count("&lt;b class=&quot;typed&quot;&gt;") >= 3


def test_markup_of_our_own_stays_markup() -> None:
    class Form(forms.Form):
        said = forms.CharField(help_text=format_html("<kbd>{}</kbd>", "<"))

    assert "<kbd>&lt;</kbd>" in render_crispy_form(Form())
