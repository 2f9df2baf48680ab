"""Forms of the window: they read what was typed; what may be is the verbs' to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.appeals.raising import LINE_LENGTH
from awards.models import AppealAbout
from awards.models.window import MOST_DAYS, TEXT_LENGTH
from reports.window.page import StandingNotice, WindowPage
from starrating.forms.base import Form
from starrating.web.keys import key_in

_WORDS = {
    "required": _("Please write something first."),
    "max_length": _(
        "Please write a little less: there are %(show_value)d characters, and the limit is %(limit_value)d."
    ),
}


class DoorForm(Form):
    """The code and what no paper carries. Whatever is wrong, the answer is the same."""

    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    answer = forms.CharField(
        label=_("Last four of the school number, or of your phone number as the school has it"),
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class QuestionForm(Form):
    text = forms.CharField(
        label=_("Your question"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=_WORDS,
    )


class ObjectForm(Form):
    """An objection to one notice: about one of the child's own stars on it, or about the list as a whole."""

    line = forms.ChoiceField(label=_("What is it about?"), required=False)
    facts = forms.CharField(
        label=_("What is not right, and how do you know?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=_WORDS,
    )

    def __init__(self, data: Any = None, *, notice: StandingNotice) -> None:
        super().__init__(data, prefix=f"sheet-{notice.sheet.pk}")
        field: Any = self.fields["line"]
        whole = [("", _("The list as a whole, or a star that is missing on it"))]
        field.choices = [*whole, *((str(line.pk), line.item.name) for line in notice.lines)]

    @property
    def line_pk(self) -> int | None:
        return key_in(self.cleaned_data["line"])


class AppealForm(Form):
    """An appeal against one of the decisions that the page names."""

    about = forms.ChoiceField(label=_("What is it about?"))
    facts = forms.CharField(
        label=_("What is not right, and why do you see it differently?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=_WORDS,
    )
    late_reason = forms.CharField(
        label=_("If you were told more than 15 working days ago: why it comes later"),
        required=False,
        max_length=LINE_LENGTH,
    )

    def __init__(self, data: Any = None, *, page: WindowPage) -> None:
        super().__init__(data, prefix="appeal")
        field: Any = self.fields["about"]
        field.choices = [(one.choice, one.label) for one in page.appealable]

    def said(self) -> dict[str, Any]:
        """Give what was said as :func:`reports.window.matters.appeal` takes it."""
        about, _dash, pk = self.cleaned_data["about"].partition("-")
        names = ("facts", "late_reason")
        return {"about": AppealAbout(about), "pk": int(pk)} | {name: self.cleaned_data[name] for name in names}


class WindowForm(Form):
    is_on = forms.BooleanField(label=_("Guardians may look through the window"), required=False)
    days = forms.IntegerField(label=_("Days for which a code is good"), min_value=1, max_value=MOST_DAYS)


class AnswerForm(Form):
    text = forms.CharField(
        label=_("The answer, in writing"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=_WORDS,
    )


def shown(
    page: WindowPage,
    *,
    question: QuestionForm | None = None,
    objection: tuple[int, forms.Form] | None = None,
    appeal: AppealForm | None = None,
) -> dict[str, object]:
    """Give what the page's template prints, with what came back with a mistake in its form."""
    sent_pk, sent_form = objection or (0, None)
    notices = [
        (notice, sent_form if notice.sheet.pk == sent_pk and sent_form else ObjectForm(notice=notice))
        for notice in page.notices
    ]
    return {
        "window": page,
        "page": page.page,
        "question_form": question or QuestionForm(),
        "notices": notices,
        "appeal_form": (appeal or AppealForm(page=page)) if page.appealable else None,
    }
