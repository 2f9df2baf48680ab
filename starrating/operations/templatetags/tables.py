"""The frame that all tables of pages have in common."""

from django import template
from django.template import RequestContext
from django.template.loader import render_to_string

register = template.Library()


@register.simple_block_tag
def tabular(content: str, caption: str, *, quiet: bool = False, wide: bool = False, look: str = "") -> str:
    """Frame head and body: a named region that scrolls, with ``caption``.

    A ``quiet`` caption is for screen readers only; ``wide``: on phones the table scrolls instead of turning into cards.
    """
    given = {"content": content, "caption": caption, "quiet": quiet, "wide": wide, "look": look}
    return render_to_string("partials/table.html", given)


@register.simple_tag(takes_context=True)
def page_address(context: RequestContext, number: int, name: str) -> str:
    """Give the address of a page of a list, whose number is asked for by ``name``; what else is asked for stays."""
    asked = context["request"].GET.copy()
    asked[name] = str(number)
    return f"?{asked.urlencode()}"
