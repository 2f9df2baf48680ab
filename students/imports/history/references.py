"""What stands on rows: every foreign key of every table that points at them, found in the models themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignObjectRel, Model

from students.imports.record.trail import table_of

# Keys in one statement; SQLite takes some thirty thousand.
AT_ONCE = 5000


@dataclass(frozen=True)
class Reference:
    """One row (``table``, ``pk``) that points at another by its ``column``."""

    model: type[Model]
    pk: int
    column: str

    @property
    def key(self) -> tuple[str, int]:
        return table_of(self.model), self.pk


def relations(model: type[Model]) -> list[ForeignObjectRel]:
    """Give all foreign keys that point at a table, whether or not they can be followed by a name."""
    found = model._meta.get_fields(include_hidden=True)
    return [one for one in found if isinstance(one, ForeignObjectRel) and (one.one_to_many or one.one_to_one)]


def references(model: type[Model], pks: Collection[int]) -> dict[int, list[Reference]]:
    """Give by key which rows point at these rows; one statement a foreign key."""
    found: dict[int, list[Reference]] = defaultdict(list)
    for relation in relations(model):
        referrer, field = _referrer(relation)
        for lot in lots(sorted(pks)):
            rows = referrer._base_manager.filter(**{f"{field.name}__in": lot})
            for pk, target in rows.order_by().values_list("pk", field.attname):
                found[target].append(Reference(referrer, pk, field.attname))
    return found


def lots(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), AT_ONCE):
        yield pks[start : start + AT_ONCE]


def _referrer(relation: ForeignObjectRel) -> tuple[type[Model], Any]:
    model = relation.related_model
    assert isinstance(model, type), "the models are all there"  # noqa: S101
    return model, relation.field
