"""The form of numbers to try out, made from the numbers of one version of the scheme."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from awards.rules.kinds import Overlap, QuotaKind
from awards.rules.whatif import Settings
from awards.whatif.facts import Numbers

# Far above any scheme, far below what would make a page slow.
MOST = 999


def number_field(label: Any, initial: int, *, least: int = 0, most: int = MOST, help_text: Any = "") -> forms.Field:
    return forms.IntegerField(label=label, initial=initial, min_value=least, max_value=most, help_text=help_text)


class WhatIfForm(forms.Form):
    """Every number that can be tried out. It is sent as part of the address: nothing is saved."""

    def __init__(self, *args: Any, numbers: Numbers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = numbers
        settings = numbers.settings
        no_limit = gettext_lazy("0: no limit")
        self.fields["cap"] = number_field(gettext_lazy("Items per pupil and round"), settings.cap, help_text=no_limit)
        self.fields["quota_kind"] = forms.ChoiceField(
            label=gettext_lazy("Winners of an item"), choices=QuotaKind.choices, initial=settings.quota_kind
        )
        self.fields["quota_number"] = number_field(gettext_lazy("Fixed number of winners"), settings.quota_number)
        self.fields["quota_percent"] = number_field(
            gettext_lazy("Winners in per cent of the class"), settings.quota_percent, least=1, most=100
        )
        self.fields["repeats"] = number_field(
            gettext_lazy("Same item, times per term at most"), settings.repeats, help_text=no_limit
        )
        self.fields["overlap"] = forms.ChoiceField(
            label=gettext_lazy("Grade and class champion"), choices=Overlap.choices, initial=settings.overlap
        )
        for code, name in numbers.items.items():
            self.fields[f"value_{code}"] = number_field(name, settings.values[code])
        for kind, name in numbers.champions.items():
            self.fields[f"champion_{kind.value}"] = number_field(name, settings.champions[kind])
        for number, name in enumerate(numbers.levels, start=1):
            self.fields[f"bound_{number}"] = number_field(name, settings.bounds[number - 1], least=1)

        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        bounds: list[int] = [cleaned.get(f"bound_{number}", 0) for number in range(1, len(self.numbers.levels) + 1)]
        if all(bounds) and any(low >= high for low, high in pairwise(bounds)):
            raise forms.ValidationError(_("Each level must begin at more stars than the one before."))
        return cleaned

    def group(self, prefix: str) -> list[forms.BoundField]:
        """Give the fields of items, champions or levels."""
        return [self[name] for name in self.fields if name.startswith(prefix)]

    @property
    def limits(self) -> list[forms.BoundField]:
        return [self[name] for name in ("cap", "quota_kind", "quota_number", "quota_percent", "repeats", "overlap")]

    @property
    def items(self) -> list[forms.BoundField]:
        return self.group("value_")

    @property
    def champions(self) -> list[forms.BoundField]:
        return self.group("champion_")

    @property
    def bounds(self) -> list[forms.BoundField]:
        return self.group("bound_")

    def settings(self) -> Settings:
        """Give the numbers typed in; only of a valid form."""
        data, given = self.cleaned_data, self.numbers.settings
        return replace(
            given,
            values={code: data[f"value_{code}"] for code in self.numbers.items},
            # A scheme without one of the four kinds gives nothing for it.
            champions={kind: data.get(f"champion_{kind.value}", 0) for kind in given.champions},
            cap=data["cap"],
            quota_kind=QuotaKind(data["quota_kind"]),
            quota_number=data["quota_number"],
            quota_percent=data["quota_percent"],
            repeats=data["repeats"],
            overlap=Overlap(data["overlap"]),
            bounds=tuple(data[f"bound_{number}"] for number in range(1, len(self.numbers.levels) + 1)),
        )
