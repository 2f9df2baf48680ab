"""The boxes for a reason, for a day and for one of several, where no form comes from the page's view."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import template

from starrating.forms.shared import ChoiceForm, DayForm, ReasonForm

register = template.Library()


@register.simple_tag
def reason(*of: object, value: str = "", **said: object) -> str:
    """Draw it; ``of`` tells its id from those of others on the page: ``{% reason "reopen" line.grade %}``."""
    apart = "-".join(str(part) for part in of)
    return str(render_crispy_form(ReasonForm(auto_id=f"{apart}-%s", initial={"reason": value}, **said)))


@register.simple_tag
def day(label: str, value: dt.date) -> str:
    """Draw the box for a day in a row, whose ``label`` is for those who hear the page."""
    form = DayForm(auto_id=False, initial={"day": value}, shown={"aria-label": label})
    return str(form["day"])


@register.inclusion_tag("partials/choice.html")
def choice(
    name: str, label: str, rows: Iterable[Any], chosen: object, *, empty: str = "", quiet: bool = False
) -> dict[str, Any]:
    """Draw one of ``rows`` to choose, or what ``empty`` says; a ``quiet`` label is only heard."""
    offered: list[tuple[object, str]] = [(row.pk, row.name) for row in rows]
    form = ChoiceForm(name, [("", empty), *offered] if empty else offered, label=label, chosen=chosen)
    return {"field": form[name], "quiet": quiet}
