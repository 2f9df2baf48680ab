"""Forms of the rules of data processing and of incidents."""

from __future__ import annotations

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form, together
from starrating.forms.fields import day_field
from students.privacy.verbs import LONGEST, Happening


class RulesForm(Form):
    text = forms.CharField(
        label=_("Text of the rules"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("A line that begins with # is a heading, a blank line ends a paragraph."),
    )


class IncidentForm(Form):
    layout = Layout(together("happened_on", "known_on"), "text", "pupils", together("told", "told_on"))

    happened_on = day_field(_("Happened on"))
    known_on = day_field(_("Known since"))
    text = forms.CharField(
        label=_("What happened, and what was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which data, and how. No names of pupils."),
    )
    pupils = forms.IntegerField(label=_("Pupils touched"), min_value=0, max_value=1_000_000, initial=0)
    told = forms.CharField(
        label=_("Who was told"),
        max_length=300,
        required=False,
        help_text=_("For example: the families concerned, the education authority."),
    )
    told_on = day_field(_("Told on"), required=False)

    def happening(self) -> Happening:
        """Give what a valid form says."""
        data = self.cleaned_data
        return Happening(
            happened_on=data["happened_on"],
            known_on=data["known_on"],
            text=data["text"].strip(),
            pupils=data["pupils"],
            told=data["told"].strip(),
            told_on=data["told_on"],
        )
