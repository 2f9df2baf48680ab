"""What the page of groups and committee sends."""

from django import forms

from starrating.forms.base import Form
from starrating.forms.fields import sent_under
from students.groups.verbs import LONGEST_NAME
from students.names.typed import picks_in


class GroupNameForm(Form):
    name = forms.CharField(required=False, max_length=LONGEST_NAME * 2)


class NamesForm(Form):
    """A line of names, each ``pick`` as ``<pupil>:<piece of the line>``, or whom to ``remove`` or name ``leader``."""

    names = forms.CharField(required=False, max_length=2000)
    remove = forms.IntegerField(required=False)
    leader = forms.IntegerField(required=False)

    @property
    def picks(self) -> dict[str, int]:
        return picks_in(sent_under(self, "pick"))
