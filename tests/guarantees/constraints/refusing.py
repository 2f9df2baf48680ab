"""How a case says which row the database refuses, and by which of its constraints."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import CheckConstraint, Q, UniqueConstraint

from awards.models import Ceremony
from students.models import SchoolClass, Student, User

EARLY, LATE = dt.date(2000, 1, 1), dt.date(2100, 1, 1)
# Stands for the key of another row, which is known only once it is made, and for that of the copy itself.
OTHER, ITSELF = object(), object()

# The good row, and what is changed in its copy. A plain copy is what "once" and "one" refuse.
Case = tuple[Callable[[], models.Model], Mapping[str, object]]


def our_models() -> Iterator[type[models.Model]]:
    for label in ("texts", "students", "awards", "reports", "operations"):
        yield from apps.get_app_config(label).get_models()


def constraints() -> dict[str, models.BaseConstraint]:
    """Every constraint of every table of ours, by its name."""
    found = [constraint for model in our_models() for constraint in model._meta.constraints]
    named = {constraint.name: constraint for constraint in found}
    assert len(named) == len(found)
    return named


def first(model: type[models.Model], **where: object) -> models.Model:
    return model._default_manager.filter(**where).order_by("pk")[0]


def lists_of_choices() -> dict[str, Case]:
    """A case for each constraint that is a list of choices: a value that is not in it, in the copy of any row."""
    found: dict[str, Case] = {}
    for model in our_models():
        for constraint in model._meta.constraints:
            name = _field_of_choices(model, constraint)
            if name is not None:
                found[constraint.name] = (_first_of(model), {name: "?"})
    return found


def _first_of(model: type[models.Model]) -> Callable[[], models.Model]:
    return lambda: first(model)


def _field_of_choices(model: type[models.Model], constraint: models.BaseConstraint) -> str | None:
    condition = constraint.condition if isinstance(constraint, CheckConstraint) else None
    if not isinstance(condition, Q) or len(condition.children) != 1:
        return None
    [child] = condition.children
    if not isinstance(child, tuple) or not str(child[0]).endswith("__in"):
        return None
    field = model._meta.get_field(str(child[0]).removesuffix("__in"))
    return field.name if isinstance(field, models.Field) and field.choices else None


def insert(row: models.Model, /, **changes: object) -> None:
    """A copy of a good row, with these changes, as a new row."""
    other = copy.copy(row)
    other.pk = None
    other._state.adding = True
    for name, value in changes.items():
        if value is ITSELF:
            other.pk = 10**6
        setattr(other, name, other.pk if value is ITSELF else value)
    with transaction.atomic():
        other.save(force_insert=True)


def refuses(row: models.Model, name: str, /, **changes: object) -> bool:
    """Whether a copy of the row with these changes is refused, and by the constraint of this name."""
    constraint = next(one for one in row._meta.constraints if one.name == name)
    try:
        insert(row, **changes)
    except IntegrityError as error:
        return told(constraint, type(row)) in str(error)
    return False


def told(constraint: models.BaseConstraint, model: type[models.Model]) -> str:
    """How the database names this constraint when it refuses: SQLite names columns where a value must be unique."""
    if connection.vendor == "sqlite" and isinstance(constraint, UniqueConstraint):
        columns = [model._meta.get_field(name).column for name in constraint.fields]  # type: ignore[union-attr]
        return "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return constraint.name


def others() -> dict[str, object]:
    """A class, a pupil, an account and a ceremony other than the good row's."""
    user = User.objects.order_by("-pk")[0].pk
    return {
        "school_class_id": SchoolClass.objects.order_by("-pk")[0].pk,
        "student_id": Student.objects.order_by("-pk")[0].pk,
        "user_id": user,
        "decided_by_id": user,
        "reopened_by_id": user,
        "ceremony_id": Ceremony.objects.order_by("-pk")[0].pk,
    }


def filled(changes: Mapping[str, object], known: Mapping[str, object]) -> dict[str, object]:
    return {field: known[field] if value is OTHER else value for field, value in changes.items()}
