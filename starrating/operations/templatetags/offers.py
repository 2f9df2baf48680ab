"""The offer to undo what a message tells of."""

from django import template
from django.utils import timezone

from starrating.offers.acts import Undoing, read, undoing_of

register = template.Library()


@register.simple_tag
def undoing_by(word: str) -> Undoing | None:
    """Give how an act is undone, by the word of its offer; None without a word, and once it is too late."""
    act = read(word) if word else None
    return undoing_of(act) if act is not None and act.is_open(timezone.now()) else None
