"""How every form is drawn: by one helper, in the groups that its layout names, with what is wrong on top."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms


class Drawn:
    """What ``{% crispy form %}`` draws. The page keeps the form element, with its address, token, key and buttons.

    Whatever the layout does not name comes after it, as the forms have fields that only some rows need.
    """

    layout: ClassVar[Layout | None] = None
    # Off where a field is what the pressed button says: read, never drawn.
    draws_the_rest: ClassVar[bool] = True

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_unmentioned_fields = self.draws_the_rest
        if self.layout is not None:
            helper.layout = self.layout
        return helper


class Form(Drawn, forms.Form):
    """The form that all others are made from."""


def together(*names: str) -> Any:
    """Put fields side by side where there is room for them."""
    return Div(*names, css_class="fields")


class IfThere(Layout):  # type: ignore[misc]  # the package has no types
    """Fields that the form has for some rows only."""

    def render(self, form: forms.Form, context: Any, **options: Any) -> str:
        there = Layout(*(name for name in self.fields if name in form.fields))
        return str(there.render(form, context, **options))
