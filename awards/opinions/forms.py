"""Forms of opinions: they read what was said; what may be said is the verbs' matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import ClassRound, Nomination
from awards.opinions.verbs import TEXT_LENGTH as SENTENCE_LENGTH
from starrating.forms.base import Form


class LineField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in its stubs only
    """A name on the sheet; nothing chosen is the sheet as a whole. Names stand in groups, one a star."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Nomination.objects.none(), required=False, **kwargs)

    def offer(self, sheet: ClassRound, whole: str) -> None:
        """Offer the names that stand on ``sheet``, after the words for the whole of it; one query."""
        rows = Nomination.objects.placed().filter(class_round=sheet).select_related("student", "item")
        self.queryset = rows
        groups: dict[str, list[tuple[object, str]]] = {}
        for row in rows:
            groups.setdefault(row.item.name, []).append((row.pk, f"{row.student.name} · {row.item.name}"))
        self.choices = [("", whole), *groups.items()]


class OpinionForm(Form):
    """A teacher's opinion: one tap for no objection, else which name, and one sentence."""

    line = LineField(label=gettext_lazy("What is it about?"))
    agrees = forms.TypedChoiceField(
        choices=[("1", ""), ("0", "")],
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.HiddenInput,
        initial="0",
    )
    text = forms.CharField(
        label=gettext_lazy("Why, in one sentence"),
        required=False,
        max_length=SENTENCE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, sheet: ClassRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line: Any = self.fields["line"]
        line.offer(sheet, _("The sheet as a whole"))


class ReplyForm(Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=SENTENCE_LENGTH,
        error_messages={"required": gettext_lazy("Please write one line as the answer.")},
    )
