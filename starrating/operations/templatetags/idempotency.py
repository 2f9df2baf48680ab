"""The hidden field that makes a form have one effect, however often it is sent."""

import uuid

from django import template
from django.utils.html import format_html

from starrating.operations.idempotency import FIELD

register = template.Library()


@register.simple_tag
def idempotency_key() -> str:
    """Print a key of its own for each form: it stands beside the CSRF token of those whose view runs ``once``."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())
