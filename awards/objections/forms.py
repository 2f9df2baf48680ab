"""Forms of objections: they read what was said; what may be said is the verbs' matter."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import ClassRound, ObjectionRoute
from awards.objections.verbs import NAME_LENGTH, TEXT_LENGTH
from awards.opinions.forms import LineField
from starrating.forms.base import Form, together
from starrating.own_words import in_own_words_lazy


class PupilObjectionForm(Form):
    """What a pupil has against the list: the own name is known, the school answers to it."""

    line = LineField(label=gettext_lazy("Which name is it about?"))
    facts = forms.CharField(
        label=gettext_lazy("What is not right, and how do you know?"),
        max_length=TEXT_LENGTH,
        error_messages={
            "required": gettext_lazy("Please say what is not right, and why."),
            "max_length": gettext_lazy(
                "Please write a little less: there are %(show_value)d characters, and the limit is %(limit_value)d."
            ),
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, sheet: ClassRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line: Any = self.fields["line"]
        line.offer(sheet, _("The list as a whole"))

    def said(self) -> dict[str, Any]:
        """Give what was said as :func:`awards.objections.verbs.receive` takes it."""
        return {"route": ObjectionRoute.PUPIL, "facts": self.cleaned_data["facts"]}


class ObjectionForm(PupilObjectionForm):
    """What a guardian told the teacher, what a slip says, or what came without a name."""

    layout = Layout("line", "facts", Fieldset(gettext_lazy("Who objects"), "route", together("raised_by", "contact")))

    route = forms.ChoiceField(label=gettext_lazy("How it came in"), widget=forms.RadioSelect)
    raised_by = forms.CharField(
        label=gettext_lazy("Raised by"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=in_own_words_lazy(gettext_lazy("Seen by the homeroom teacher and the %(office)s only.")),
    )
    contact = forms.CharField(
        label=gettext_lazy("How to reach them"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("A phone number, or through whom. May stay empty."),
    )
    facts = forms.CharField(
        label=gettext_lazy("What is objected to, and why"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("line", "facts", "route", "raised_by", "contact")

    def __init__(self, *args: Any, sheet: ClassRound, at_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, sheet=sheet, **kwargs)
        route: Any = self.fields["route"]
        ways = recorded_routes(sheet, at_office=at_office)
        route.choices = [(str(way), way.label) for way in ways]
        route.initial = ways[0]

    def said(self) -> dict[str, Any]:
        names = ("route", "facts", "raised_by", "contact")
        return {name: self.cleaned_data[name] for name in names}


def recorded_routes(sheet: ClassRound, *, at_office: bool) -> list[ObjectionRoute]:
    """Give the ways that are written down for others, the likeliest first.

    What a guardian told the office did not come through the teacher; unsigned ones only where the scheme takes them
    (A56).
    """
    ways = [ObjectionRoute.GUARDIAN, ObjectionRoute.SLIP]
    ways = [ObjectionRoute.AT_OFFICE, *ways] if at_office else ways
    unsigned = sheet.round.term.pinned.scheme.accept_anonymous
    return [*ways, ObjectionRoute.ANONYMOUS] if unsigned else ways


class DecideForm(Form):
    """The outcome is the button that was pressed."""

    layout = Layout("answer", "how")
    draws_the_rest = False

    outcome = forms.ChoiceField(choices=[("uphold", ""), ("dismiss", "")], widget=forms.HiddenInput)
    answer = forms.CharField(
        label=gettext_lazy("The answer, in writing"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )
    how = forms.CharField(
        label=gettext_lazy("How it was told"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Such as: in person, letter of 13 October. May stay empty."),
    )
