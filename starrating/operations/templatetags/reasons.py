"""The box for a reason, in dialogs and rows where there is no form from the page's view."""

from crispy_forms.utils import render_crispy_form
from django import template

from starrating.forms.shared import ReasonForm

register = template.Library()


@register.simple_tag
def reason(*of: object, value: str = "", **said: object) -> str:
    """Draw it; ``of`` tells its id from those of others on the page: ``{% reason "reopen" line.grade %}``."""
    apart = "-".join(str(part) for part in of)
    return str(render_crispy_form(ReasonForm(auto_id=f"{apart}-%s", initial={"reason": value}, **said)))
