"""Constraints that every model may need."""

from django.db.models import CheckConstraint, Choices, Q
from django.utils.translation import gettext_lazy as _


def choices_constraint(field: str, choices: type[Choices], name: str) -> CheckConstraint:
    """Give the database's own copy of a field's list of choices: Django checks `choices` in forms only."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
        name=name,
        violation_error_message=_("This is not one of the possible values. Choose one of the list."),
    )
