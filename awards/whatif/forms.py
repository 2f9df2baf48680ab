"""The form of numbers to try out, made from the numbers of one version of the scheme."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from awards.rules.kinds import Overlap, QuotaKind
from awards.rules.whatif import Settings
from awards.schemes.labels import key_words
from awards.schemes.numbers import ONLY_WITH, nought_help, only_with
from awards.whatif.facts import Numbers
from starrating.forms.base import Form

# Far above any scheme, far below what would make a page slow.
MOST = 999
# The limits that can be tried, each with the key of the scheme from which it has its words.
PATHS = {
    "cap": "caps.self_report_max",
    "quota_kind": "caps.item_quota.kind",
    "quota_number": "caps.item_quota.number",
    "quota_percent": "caps.item_quota.percent",
    "repeats": "caps.item_repeats_per_term",
    "overlap": "champions.overlap",
}
CHOICES = {"caps.item_quota.kind": QuotaKind.choices, "champions.overlap": Overlap.choices}
BOUNDS = {"caps.item_quota.number": (1, MOST), "caps.item_quota.percent": (1, 100)}


def number_field(label: Any, initial: int, *, least: int = 0, most: int = MOST, help_text: Any = "") -> forms.Field:
    return forms.IntegerField(label=label, initial=initial, min_value=least, max_value=most, help_text=help_text)


class WhatIfForm(Form):
    """Every number that can be tried out. It is sent as part of the address: nothing is saved."""

    def __init__(self, *args: Any, numbers: Numbers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = numbers
        settings = numbers.settings
        for name, path in PATHS.items():
            self.fields[name] = self._limit(path, getattr(settings, name))
            if path in ONLY_WITH:
                self.fields[name].widget.attrs["data-only-with"] = only_with(path, "quota_kind")
        for code, name in numbers.items.items():
            self.fields[f"value_{code}"] = number_field(name, settings.values[code])
        for kind, name in numbers.champions.items():
            self.fields[f"champion_{kind.value}"] = number_field(name, settings.champions[kind])
        for number, name in enumerate(numbers.levels, start=1):
            self.fields[f"bound_{number}"] = number_field(name, settings.bounds[number - 1], least=1)

        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    @staticmethod
    def _limit(path: str, value: Any) -> forms.Field:
        """Make the box of a limit, called and bounded as in the editor."""
        label = key_words(path)
        if path in CHOICES:
            return forms.ChoiceField(label=label, choices=CHOICES[path], initial=value)
        least, most = BOUNDS.get(path, (0, MOST))
        return number_field(label, value, least=least, most=most, help_text=nought_help(path))

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
        return [self[name] for name in PATHS]

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
