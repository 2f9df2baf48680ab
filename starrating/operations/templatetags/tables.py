"""The frame that all tables of pages have in common."""

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.simple_block_tag
def tabular(content: str, caption: str, *, quiet: bool = False, wide: bool = False, look: str = "") -> str:
    """Frame head and body: a named region that scrolls, with ``caption``.

    A ``quiet`` caption is for screen readers only; ``wide``: on phones the table scrolls instead of turning into cards.
    """
    given = {"content": content, "caption": caption, "quiet": quiet, "wide": wide, "look": look}
    return render_to_string("partials/table.html", given)
