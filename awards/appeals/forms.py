"""Forms of appeals: they read what was said; what may be said is the verbs' matter."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.appeals.effects import Answer, left_to_give, milder_than, places_to_choose
from awards.appeals.raising import LINE_LENGTH, NAME_LENGTH, TEXT_LENGTH
from awards.models import Appeal, AppealAbout, AppealEffect, AppealOutcome
from starrating.forms.base import Form, IfThere, together
from starrating.forms.fields import day_field
from students.choosing import StaffField, offer_staff
from students.models import User


class RaiseForm(Form):
    """What a pupil has against a decision."""

    facts = forms.CharField(
        label=_("What is not right, and why?"),
        max_length=TEXT_LENGTH,
        error_messages={"required": _("Please say what is not right, and why.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    papers = forms.CharField(
        label=_("Papers that came with it"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("Such as: a statement of a classmate, 1 page. May stay empty."),
    )
    late_reason = forms.CharField(
        label=_("Why it comes later"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("Only where 15 working days have passed since the decision was told."),
    )


class RecordForm(RaiseForm):
    """A guardian's appeal on paper."""

    layout = Layout(together("raised_by", "received_on"), "facts", "papers", "late_reason")

    raised_by = forms.CharField(label=_("Signed by"), max_length=NAME_LENGTH)
    received_on = day_field(_("Received on"))
    field_order = ("raised_by", "received_on", "facts", "papers", "late_reason")


class AnswerForm(Form):
    layout = Layout("outcome", IfThere("stars", "kind", "effect"), "answer")

    outcome = forms.TypedChoiceField(
        label=_("What becomes of the decision"),
        choices=AppealOutcome.choices,
        coerce=AppealOutcome,
        widget=forms.RadioSelect,
    )
    stars = forms.IntegerField(
        label=_("Stars restored by a change"), required=False, min_value=1, help_text=_("Of a reversal: all of them.")
    )
    kind = forms.ChoiceField(label=_("The milder punishment"), required=False)
    effect = forms.TypedChoiceField(
        label=_("Where it is entered"),
        required=False,
        coerce=AppealEffect,
        empty_value=AppealEffect.NOTHING,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("The answer, in writing"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if appeal.about == AppealAbout.LEVEL:
            fields["outcome"].choices = [one for one in AppealOutcome.choices if one[0] != AppealOutcome.REVERSED]
            fields["stars"].label, fields["stars"].help_text = _("Stars that were missing"), ""
        if appeal.punishment is not None:
            milder = [(str(kind), kind.label) for kind in milder_than(appeal.punishment)]
            fields["kind"].choices = [("", "–"), *milder]
            del fields["stars"]
            if not milder:
                fields["outcome"].choices = [one for one in AppealOutcome.choices if one[0] != AppealOutcome.CHANGED]
        else:
            del fields["kind"]
        if appeal.about == AppealAbout.DEDUCTION and left_to_give(appeal) < 2:
            del fields["stars"]
            fields["outcome"].choices = [one for one in AppealOutcome.choices if one[0] != AppealOutcome.CHANGED]
        effects = places_to_choose(appeal)
        if effects:
            fields["effect"].choices = [(str(one), one.label) for one in effects]
        else:
            del fields["effect"]

    def said(self) -> Answer:
        said = self.cleaned_data
        return Answer(
            outcome=said["outcome"],
            answer=said["answer"],
            effect=said.get("effect", AppealEffect.NOTHING),
            stars=said.get("stars") or 0,
            kind=said.get("kind", ""),
        )


class NameForm(Form):
    user = StaffField()

    def __init__(self, *args: Any, staff: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_staff(self, "user", staff)
