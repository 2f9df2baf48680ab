"""Forms of opinions and objections: they read what was said; what may be said is the verbs' matter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import ClassRound, Nomination, ObjectionRoute
from awards.objections import NAME_LENGTH, TEXT_LENGTH
from awards.office_forms import KeyForm
from awards.opinions import TEXT_LENGTH as SENTENCE_LENGTH


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


class OpinionForm(KeyForm):
    """One tap says that there is no objection; else which name, and one sentence."""

    line = LineField(label=gettext_lazy("What is it about?"))
    agrees = forms.TypedChoiceField(
        choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1", empty_value=None, widget=forms.HiddenInput
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


class ReplyForm(KeyForm):
    text = forms.CharField(label=gettext_lazy("Your answer"), max_length=SENTENCE_LENGTH)


class PupilObjectionForm(KeyForm):
    """What a pupil has against the list: the own name is known, the school answers to it."""

    line = LineField(label=gettext_lazy("Which name is it about?"))
    facts = forms.CharField(
        label=gettext_lazy("What is not right, and how do you know?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, sheet: ClassRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line: Any = self.fields["line"]
        line.offer(sheet, _("The list as a whole"))

    def said(self) -> dict[str, Any]:
        """As :func:`awards.objections.raise_` takes it."""
        return {"route": ObjectionRoute.PUPIL, "facts": self.cleaned_data["facts"]}


class ObjectionForm(PupilObjectionForm):
    """What a guardian told the teacher, what a slip says, or what came without a name."""

    route = forms.ChoiceField(label=gettext_lazy("How it came in"), widget=forms.RadioSelect)
    raised_by = forms.CharField(
        label=gettext_lazy("Raised by"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Seen by the homeroom teacher and the office only."),
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

    def __init__(self, *args: Any, sheet: ClassRound, **kwargs: Any) -> None:
        super().__init__(*args, sheet=sheet, **kwargs)
        route: Any = self.fields["route"]
        route.choices = [(str(way), way.label) for way in recorded_routes(sheet)]
        route.initial = ObjectionRoute.GUARDIAN

    def said(self) -> dict[str, Any]:
        names = ("route", "facts", "raised_by", "contact")
        return {name: self.cleaned_data[name] for name in names}


def recorded_routes(sheet: ClassRound) -> list[ObjectionRoute]:
    """The ways that are written down for others; unsigned ones only where the scheme takes them (A56)."""
    ways = [ObjectionRoute.GUARDIAN, ObjectionRoute.SLIP]
    unsigned = sheet.round.term.pinned.scheme.accept_anonymous
    return [*ways, ObjectionRoute.ANONYMOUS] if unsigned else ways


class DecideForm(KeyForm):
    """The outcome is the button that was pressed."""

    outcome = forms.ChoiceField(choices=[("uphold", ""), ("dismiss", "")], widget=forms.HiddenInput)
    answer = forms.CharField(
        label=gettext_lazy("The answer, in writing"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    how = forms.CharField(
        label=gettext_lazy("How it was told"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Such as: in person, letter of 13 October. May stay empty."),
    )


class WithdrawForm(KeyForm):
    reason = forms.CharField(required=False, max_length=TEXT_LENGTH)
