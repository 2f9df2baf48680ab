"""Forms of facts: they read what was said; what may be noted is the verbs' matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.deeds.verbs import TEXT_LENGTH, Said
from awards.models import StarItem
from starrating.forms.base import Form
from starrating.forms.fields import OneOf, day_field, offer
from students.models import Term


class DeedForm(Form):
    """A star, a day and one sentence."""

    item = OneOf(
        label=_("The star that it speaks for"),
        queryset=StarItem.objects.none(),
        error_messages={"required": _("Choose the star that the fact speaks for.")},
    )
    on = day_field(_("Day"))
    text = forms.CharField(
        label=_("What happened, in one sentence"),
        max_length=TEXT_LENGTH,
        error_messages={"required": _("Say in one sentence what happened.")},
    )

    def __init__(self, *args: Any, term: Term | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if term is not None:
            offer(self, "item", StarItem.objects.filter(scheme=term.pinned.scheme_id).ordinary(), lambda one: one.name)

    def said(self) -> Said:
        return Said(self.cleaned_data["item"], self.cleaned_data["on"], self.cleaned_data["text"])


class ClassDeedForm(DeedForm):
    """The same about pupils of a class, typed as on a sheet."""

    names = forms.CharField(
        label=_("Pupils: names, initials or seats"),
        max_length=200,
        error_messages={"required": _("Say about whom it is: a name, initials or a seat.")},
    )
    field_order = ("names", "text", "item", "on")
