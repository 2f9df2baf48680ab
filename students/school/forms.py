"""Forms of the school's settings, one a section; each field says what it changes."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form, together
from starrating.forms.fields import day_field
from students.models import CalendarDay, GradeStyle, School, SchoolStage

# Grades as they are counted here: from primary one to the last year of senior secondary school.
GRADES = range(1, 13)


def grade_field(label: Any, *, empty: Any = None, **options: Any) -> forms.TypedChoiceField:
    """Give a field for the number of a grade; with ``empty`` it may be left to what those words say."""
    choices = [*([("", empty)] if empty else []), *((number, str(number)) for number in GRADES)]
    return forms.TypedChoiceField(
        label=label, required=empty is None, choices=choices, coerce=int, empty_value=None, **options
    )


def show_installations_address(form: forms.Form) -> None:
    """Let a form show the installation's address, which goes before the school's and is set on the server alone."""
    field = form.fields["paper_address"]
    field.disabled = True
    form.initial["paper_address"] = settings.PUBLIC_ADDRESS
    field.help_text = _("Set for the whole installation by PUBLIC_ADDRESS.")


class NamesForm(Form):
    layout = Layout("name", "paper_address", together("grade_style", "class_pattern"))

    name = forms.CharField(
        label=_("Name of the school"),
        max_length=100,
        help_text=_("Shown on every page, paper and workbook from now on."),
    )
    paper_address = forms.CharField(
        label=_("Address on papers"),
        max_length=120,
        required=False,
        help_text=_(
            "Where families and staff open this program, such as https://stars.school.example: on slips with passwords "
            "and in the square codes on papers."
        ),
    )
    grade_style = forms.ChoiceField(
        label=_("Grade naming"),
        choices=GradeStyle.choices,
        help_text=_("How grades are shown. Files are read in either way."),
    )
    class_pattern = forms.CharField(
        label=_("Class naming"),
        max_length=40,
        help_text=_("How classes are shown: with {grade}, {number}, and {alias} for a name of their own."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.PUBLIC_ADDRESS:
            show_installations_address(self)

    def clean_paper_address(self) -> str:
        return str(self.cleaned_data["paper_address"]).rstrip("/")


class StageForm(Form):
    stage = forms.ChoiceField(label=_("Stage"), choices=SchoolStage.choices)
    first_grade = grade_field(
        _("First grade"), help_text=_("Counted from primary one: 7 is the first of junior secondary.")
    )
    last_grade = grade_field(_("Last grade"))

    def clean_stage(self) -> SchoolStage:
        return SchoolStage(self.cleaned_data["stage"])


class CodeForm(Form):
    code = forms.SlugField(
        label=_("School code"),
        max_length=40,
        help_text=_(
            "Letters, digits and hyphens: in the addresses of public pages, in commands, before pupils' numbers."
        ),
    )


class OfficeForm(Form):
    office_name = forms.CharField(
        label=_("Name of the office"),
        max_length=30,
        help_text=_("Who files the sheets: shown on sheets, notices and the register."),
    )
    office_phone = forms.CharField(
        label=_("Phone of the office"),
        max_length=40,
        required=False,
        help_text=_("Shown on notices, for whoever objects."),
    )
    appeal_days = forms.IntegerField(
        label=_("Working days to answer an appeal"),
        min_value=1,
        max_value=30,
        help_text=_("Counted from the day after it came in, at each of the two steps."),
    )


class PublicForm(Form):
    public_pages = forms.BooleanField(
        label=_("Show current notices on pages without sign-in"),
        required=False,
        help_text=_(
            "Only pupils whose guardians agreed, with the middle of the name covered, and only while the notice is "
            "up. Search engines are kept out."
        ),
    )


class RetentionForm(Form):
    keep_contacts_months = forms.IntegerField(
        label=_("Months after leaving"),
        min_value=0,
        max_value=36,
        help_text=_(
            "Guardians' contacts, the date of birth and the photo are kept for this long after a pupil has left; then "
            "they"
            " are deleted for good. Stars, papers and the audit stay."
        ),
    )
    keep_deeds_days = forms.IntegerField(
        label=_("Days after settlement"),
        min_value=0,
        max_value=180,
        help_text=_("Facts noted in a term are kept for this long after the term is settled; then they are deleted."),
    )


class DayForm(Form):
    day = day_field(_("Day"))
    is_working = forms.TypedChoiceField(
        label=_("The school"), choices=((0, _("is closed")), (1, _("works"))), coerce=lambda value: value == "1"
    )
    note = forms.CharField(label=_("Note"), max_length=60, required=False)


class KnownDaysForm(Form):
    year = forms.IntegerField(label=_("Calendar year"), min_value=2000, max_value=2100)


def initial_of(school: School, form: type[forms.Form]) -> dict[str, Any]:
    """Say what the school says now, for the fields of a form."""
    return {name: getattr(school, name) for name in form.base_fields if hasattr(school, name)}


def days_of(school: School, today: dt.date) -> list[CalendarDay]:
    """Give the school's own days from the beginning of last year on."""
    return list(CalendarDay.objects.filter(school=school, day__year__gte=today.year - 1).order_by("day"))
