"""A number of what a scheme awards, in words: ``{{ item.value|counted:scheme.unit }}``."""

from django.template import Library

from awards.rules.units import counted

register = Library()


@register.filter(name="counted")
def counted_filter(count: int, unit: str) -> str:
    """Say how many, such as ``3 stars``."""
    return counted(unit, count)
