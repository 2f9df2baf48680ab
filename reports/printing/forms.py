"""Which part of the ledger is taken away."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import EntrySource, Round, StarEntry, StarItem
from awards.terms.forms import MonthField
from starrating.forms.base import Form, together
from students.models import SchoolClass, Term


class LedgerForm(Form):
    """Which entries of a term's ledger to take away, and as what; every choice left open takes all."""

    layout = Layout(together("round", "school_class", "item", "source", "format"))

    round = MonthField(required=False, empty_label=_("all months"))
    school_class = forms.ChoiceField(required=False, label=_("Class"))
    item = forms.ModelChoiceField(
        queryset=StarItem.objects.none(), required=False, label=_("Star"), empty_label=_("all stars")
    )
    source = forms.ChoiceField(required=False, label=_("Source"))
    format = forms.ChoiceField(
        label=pgettext_lazy("of a file", "Format"),
        choices=[("xlsx", _("Workbook (xlsx)")), ("csv", _("Text table (csv)"))],
        initial="xlsx",
    )

    def __init__(self, *args: Any, term: Term, classes: QuerySet[SchoolClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(row.pk), row.name_in(term.school_year)) for row in classes]
        fields: dict[str, Any] = self.fields
        fields["round"].queryset = Round.objects.filter(term=term)
        fields["item"].queryset = StarItem.objects.filter(scheme=term.pinned.scheme)
        fields["school_class"].choices = [("", _("all classes")), *names]
        fields["source"].choices = [("", _("all sources")), *EntrySource.choices]

    def entries(self, entries: QuerySet[StarEntry]) -> QuerySet[StarEntry]:
        """Give the entries chosen by a valid form."""
        chosen = {name: self.cleaned_data[name] for name in ("round", "school_class", "item", "source")}
        return entries.filter(**{name: value for name, value in chosen.items() if value})
