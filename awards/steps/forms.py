"""What the pages of the steps send: a group's hands, a member's ballots, a step closed or opened again."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from starrating.web.keys import key_in

_HANDS = {"required": _("How many hands?"), "invalid": _("Type the hands as a number.")}


class DiscussForm(forms.Form):
    agrees = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1")
    hands_for = forms.IntegerField(min_value=0, max_value=999, error_messages=_HANDS)
    hands_against = forms.IntegerField(min_value=0, max_value=999, error_messages=_HANDS)


class ReopenForm(forms.Form):
    reason = forms.CharField(required=False, max_length=200)


def ballots_in(data: QueryDict) -> dict[int, bool]:
    """Read the ballots of the page by the line's key: radios ``line-<key>`` with 1 or 0, others are passed over."""
    found = {}
    for name in data:
        key = name.removeprefix("line-")
        if key != name and key.isdecimal() and data.get(name) in {"0", "1"}:
            found[int(key)] = data.get(name) == "1"
    return found


def picks_in(data: QueryDict) -> list[int]:
    """Read the names picked out of a tie."""
    return [key for value in data.getlist("pick") if (key := key_in(value)) is not None]
