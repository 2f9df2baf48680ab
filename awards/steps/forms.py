"""What the pages of the steps send: a group's hands, a member's ballots, a step closed or opened again."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

_HANDS = {"required": _("How many hands?"), "invalid": _("Type the hands as a number.")}


class DiscussForm(forms.Form):
    agrees = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1")
    hands_for = forms.IntegerField(min_value=0, max_value=999, error_messages=_HANDS)
    hands_against = forms.IntegerField(min_value=0, max_value=999, error_messages=_HANDS)


class ReopenForm(forms.Form):
    reason = forms.CharField(required=False, max_length=200)


def ballots_in(data: QueryDict) -> dict[int, bool]:
    """Read the ballots sent by the line's key: ``line-<key>`` with 1 or 0, others are passed over."""
    sent = {name.removeprefix("line-"): data.get(name) for name in data if name.startswith("line-")}
    return {int(key): value == "1" for key, value in sent.items() if _is_key(key) and value in {"0", "1"}}


def picks_in(data: QueryDict) -> list[int]:
    """Read the names picked out of a tie."""
    return keys_in(data, "pick")


def keys_in(data: QueryDict, name: str) -> list[int]:
    """Read the keys sent under one name, and pass over what is none."""
    return [int(value) for value in data.getlist(name) if _is_key(value)]


def star_in(data: QueryDict) -> int | None:
    """Read which star is on screen; None where it is not said."""
    return next(iter(keys_in(data, "star")), None)


def _is_key(value: str) -> bool:
    return value.isdecimal() and len(value) < 19
