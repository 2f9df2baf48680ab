"""The texts that sealed rows point at: each is the one of its digest, or was erased as it is on record."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from starrating.operations.seals.chain import SHORT
from starrating.operations.seals.findings import Bad, Walked, What
from starrating.operations.seals.rows import AT_ONCE
from starrating.texts.models import KeptText

_TABLE = KeptText._meta.db_table


def walk_texts(walked: Walked, using: str) -> Iterator[Bad]:
    """Give every text that does not hold, and every digest whose text is gone altogether."""
    found = KeptText.objects.using(using).select_related("erasure").order_by("pk")
    for kept in found.iterator(chunk_size=AT_ONCE):
        bad = _wrong_with(kept)
        if bad is not None:
            yield Bad(bad, kept.pk[:SHORT], _TABLE)
        elif kept.erased_at is not None:
            walked.add_erased(kept.erased_at)
    yield from _pointing_nowhere(using)


def _wrong_with(kept: KeptText) -> What | None:
    if not kept.is_genuine:
        return What.CHANGED
    erasure = getattr(kept, "erasure", None)
    on_record = erasure.at if erasure is not None else None
    if kept.erased_at == on_record:
        return None
    return What.STANDS if kept.erased_at is None else What.ERASED


def _pointing_nowhere(using: str) -> Iterator[Bad]:
    """Look along every column that keeps a digest; a database with its constraints off lets a text vanish."""
    for relation in KeptText._meta.related_objects:
        column = relation.field.attname
        rows = relation.related_model._base_manager.using(using).filter(**{f"{column}__isnull": False})
        without = rows.filter(~Exists(KeptText.objects.using(using).filter(pk=OuterRef(column))))
        for digest in without.values_list(column, flat=True).iterator(chunk_size=AT_ONCE):
            yield Bad(What.GONE, str(digest)[:SHORT], _TABLE)
