"""What a pupil's page of the month sends: ticks with a sentence each, and goals."""

from collections.abc import Collection

from django import forms
from django.http import QueryDict

from awards.models import Deed
from awards.steps.pupil.own_lines import Wish
from starrating.forms.base import Form
from starrating.forms.fields import sent_under
from starrating.web.keys import key_in


class DeclareForm(Form):
    """A pupil's ticks; ``on``: the stars ticked; ``shown``: those that were ticked when the page was printed.

    What another window has added since is not among ``shown``, and so is not taken back by a page that is old.
    """

    shown = forms.CharField(required=False, max_length=1000)
    # The fact that was pressed: its star is put forward with its sentence.
    deed = forms.CharField(required=False, max_length=20)

    def wishes(self, items: Collection[int], pressed: Deed | None = None) -> list[Wish]:
        ticked, shown = _numbers(sent_under(self, "on")), _numbers(self.cleaned_data["shown"].split())
        wanted = [Wish(pk, wanted=True, statement=self.statement(pk)) for pk in items if pk in ticked]
        if pressed is not None:
            # Of two wishes for one star the last one holds.
            wanted.append(Wish(pressed.item_id, wanted=True, statement=pressed.text))
            ticked.add(pressed.item_id)
        return [*wanted, *(Wish(pk, wanted=False) for pk in items if pk in shown - ticked)]

    def statement(self, item_pk: int) -> str:
        return str(self.data.get(f"statement-{item_pk}", ""))


def goals_in(data: QueryDict) -> set[int]:
    """Return the keys of the stars ticked as goals."""
    return _numbers(data.getlist("goal"))


def _numbers(values: Collection[str]) -> set[int]:
    return {key for value in values if (key := key_in(value)) is not None}
