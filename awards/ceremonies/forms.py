"""Forms of ceremonies; what may be done is the verbs' matter."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from awards.ceremonies.recording import Answer
from awards.ceremonies.verbs import CeremonyFacts
from awards.models import Ceremony, Entitlement
from awards.rules.ceremonies import CeremonyKind, Reply
from starrating.forms.base import Form, together
from starrating.forms.fields import SomeOf, day_field, offer
from starrating.web.keys import key_in
from students.models import School, Term

# Terms whose grades can be chosen: what is older has long been handed over.
_TERMS = 3


class CeremonyForm(Form):
    """When and where, and whom it honours."""

    layout = Layout(
        together("kind", "name"),
        Fieldset(_("When and where"), together("day", "begins_at"), "place"),
        Fieldset(_("Whom to ask"), together("contact", "phone")),
        "honours",
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=CeremonyKind.choices)
    name = forms.CharField(
        label=_("Name of the ceremony"),
        max_length=40,
        required=False,
        help_text=_("Left empty, it is called by its kind."),
    )
    day = day_field(_("Day"))
    begins_at = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), input_formats=["%H:%M"]
    )
    place = forms.CharField(label=_("Place of the ceremony"), max_length=60)
    contact = forms.CharField(label=_("Contact"), max_length=60, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    honours = forms.MultipleChoiceField(
        label=_("Honours"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "None ticked means the usual: the graduating grade at a graduation, the grades that are still here "
            "at the opening of the next term."
        ),
    )

    def __init__(self, *args: Any, school: School, ceremony: Ceremony | None = None, **kwargs: Any) -> None:
        rows = ceremony.honoured.all() if ceremony else ()
        held = [f"{row.term_id}-{row.grade}" for row in rows]
        kwargs.setdefault("initial", _first_values(school, ceremony) | {"honours": held})
        super().__init__(*args, **kwargs)
        terms = {row.pk: row for row in Term.objects.filter(school=school).order_by("-starts_on")[:_TERMS]}
        terms |= {row.term_id: row.term for row in rows}
        field: Any = self.fields["honours"]
        field.choices = [
            (f"{term.pk}-{grade}", _("%(term)s, %(grade)s") % {"term": term.name, "grade": school.grade_name(grade)})
            for term in terms.values()
            for grade in school.grades
        ]

    def facts(self) -> CeremonyFacts:
        """Give what a valid form says of the ceremony."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "honours"}
        return CeremonyFacts(**data | {"kind": CeremonyKind(data["kind"])})

    def honoured(self) -> list[tuple[int, int]]:
        """Give the terms' keys and grades that a valid form ticks."""
        parts = (one.split("-") for one in self.cleaned_data["honours"])
        return [(int(term), int(grade)) for term, grade in parts]


def _first_values(school: School, ceremony: Ceremony | None) -> dict[str, object]:
    if ceremony is None:
        return {"contact": school.office_name, "phone": school.office_phone}
    return {name: getattr(ceremony, name) for name in CeremonyForm.base_fields if name != "honours"}


class TicksForm(Form):
    """The rewards ticked on a call list, or all that are still due."""

    all = forms.BooleanField(required=False)
    entitlements = SomeOf(queryset=Entitlement.objects.none(), required=False)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entitlements", Entitlement.objects.filter(term__school=school))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("all") and not cleaned.get("entitlements"):
            raise forms.ValidationError(_("Choose at least one line."))
        return cleaned

    def chosen(self) -> list[int]:
        return [row.pk for row in self.cleaned_data["entitlements"]]


class ReplyForm(Form):
    """The answer to one invitation, as its line on the page has it."""

    reply = forms.ChoiceField(label=_("Guardian's reply"), choices=Reply.choices, required=False)
    guests = forms.IntegerField(label=_("Guests"), required=False, min_value=0, max_value=99)

    def answer(self) -> Answer:
        """Give what a valid line says; one guest where nobody has said how many."""
        reply = Reply(self.cleaned_data["reply"])
        return Answer(reply, (self.cleaned_data["guests"] or 1) if reply == Reply.COMING else 0)


def answers_in(sent: Mapping[str, str]) -> dict[int, Answer] | None:
    """Read the lines of the page of invitations by the key of each; None where one says what cannot be."""
    found: dict[int, Answer] = {}
    for name in sent:
        prefix, _dash, number = name.partition("-")
        key = key_in(number)
        if prefix != "reply" or key is None:
            continue
        form = ReplyForm({"reply": sent[name], "guests": sent.get(f"guests-{key}", "")})
        if not form.is_valid():
            return None
        found[key] = form.answer()
    return found
