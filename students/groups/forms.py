"""What the page of groups and committee sends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from students.groups.verbs import LONGEST_NAME


class GroupNameForm(forms.Form):
    name = forms.CharField(required=False, max_length=LONGEST_NAME * 2)


class NamesForm(forms.Form):
    """A line of names, each ``pick`` as ``<pupil>:<piece of the line>``, or whom to ``remove`` or name ``leader``."""

    names = forms.CharField(required=False, max_length=2000)
    remove = forms.IntegerField(required=False)
    leader = forms.IntegerField(required=False)

    @property
    def picks(self) -> dict[str, int]:
        found = {}
        for value in _list(self.data, "pick"):
            pk, _colon, token = value.partition(":")
            if pk.isdecimal():
                found[token] = int(pk)
        return found


def _list(data: Any, name: str) -> list[str]:
    return data.getlist(name) if isinstance(data, QueryDict) else []
