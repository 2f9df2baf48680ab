"""A form that has one effect, however often it is sent."""

from __future__ import annotations

import uuid

from django import forms

from starrating.operations.idempotency import FIELD


class KeyForm(forms.Form):
    """A form that has one effect however often it is sent."""

    # Several forms stand on one page, and nothing refers to the hidden field by an id.
    idempotency_key = forms.CharField(
        max_length=64, widget=forms.HiddenInput(attrs={"id": False}), initial=lambda: str(uuid.uuid4())
    )


assert FIELD in KeyForm.base_fields, "the field is named as the idempotency keys expect"  # noqa: S101
