"""Forms of terms and rounds."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import Round, Scheme
from awards.terms.access import published_schemes
from starrating.forms.base import Form, together
from starrating.forms.fields import OneOf, day_field, offer
from students.models import School
from students.names.class_names import grade_name


class MonthField(OneOf):
    """Rounds to choose from, by the names that readers know; ``offer`` says which."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": gettext_lazy("Month"), "queryset": Round.objects.none(), **options})

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class TermForm(Form):
    """A term to open."""

    layout = Layout(together("school_year", "ordinal"), together("starts_on", "ends_on"), "scheme")

    school_year = forms.IntegerField(
        label=gettext_lazy("School year"),
        min_value=2000,
        max_value=2100,
        help_text=gettext_lazy("The calendar year in which the school year starts."),
    )
    ordinal = forms.TypedChoiceField(
        label=gettext_lazy("Term of the year"),
        choices=[(1, gettext_lazy("First term")), (2, gettext_lazy("Second term"))],
        coerce=int,
    )
    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"))
    scheme = forms.ModelChoiceField(
        label=gettext_lazy("Scheme"),
        queryset=Scheme.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("The version that the whole term is held under; later versions do not change it."),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("%(name)s, version %(version)d")
        offer(self, "scheme", published_schemes(school), lambda one: words % {"name": one.name, "version": one.version})


class TermDaysForm(Form):
    """Other days for a term."""

    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"))


class RoundForm(Form):
    """The days and grades of a round."""

    layout = Layout(together("starts_on", "ends_on", "due_on"), "grades")

    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"))
    due_on = day_field(gettext_lazy("Due on"), help_text=gettext_lazy("Sheets submitted after this day are late."))
    grades = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Grades that take part"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["grades"]
        field.choices = [
            (grade, grade_name(grade, school.grade_style, first_grade=school.first_grade)) for grade in school.grades
        ]


class NewRoundForm(RoundForm):
    """A round that a term did not begin with."""

    label = forms.CharField(
        label=gettext_lazy("Name"), max_length=10, help_text=gettext_lazy("Shown on sheets and notices.")
    )
    field_order = ("label",)
