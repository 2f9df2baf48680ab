"""The record of the imports of a school: kept with each of them, with its trail for as long as that serves."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from starrating.operations.models import Upload
from students.imports.record.trail import Trail
from students.models import FileImport, ImportTrail, School, Term, User

# Who notices a wrong file does so within days; what could be taken back after months would surprise everybody.
KEPT = dt.timedelta(days=30)


def keep_run(
    kind: str,
    files: Mapping[str, str],
    figures: Mapping[str, object],
    trail: Trail | None,
    *,
    school: School,
    by: User,
    at: dt.datetime,
    upload: int | None,
) -> FileImport:
    """Keep what was imported, inside the import's transaction; trails that serve no longer go on this occasion.

    ``files`` are their names by their SHA-256; ``upload`` is the key of the one that was kept, where it came by a page.
    """
    forget_trails(at=at)
    run = FileImport.objects.create(
        school=school,
        kind=kind,
        by=by,
        at=at,
        names="\n".join(files.values()),
        digests=list(files),
        figures={name: value if isinstance(value, int) else str(value) for name, value in figures.items()},
        counts=trail.counts if trail else {},
    )
    if trail is not None:
        ImportTrail.objects.bulk_create(
            ImportTrail(run=run, table=table, rows=rows) for table, rows in trail.tables.items()
        )
    if upload is not None:
        Upload.objects.filter(pk=upload).update(run=run)
    return run


def forget_trails(*, at: dt.datetime) -> int:
    """Delete trails that nothing can be taken back by any more: after 30 days, and once a term of theirs is settled."""
    return ImportTrail.objects.filter(run__in=_over(at)).delete()[0]


def _over(at: dt.datetime) -> QuerySet[Any, Any]:
    settled = Term.objects.settled().filter(school=OuterRef("school"), ends_on__gte=OuterRef("day"))
    return (
        FileImport.objects.annotate(day=TruncDate("at")).filter(Q(at__lt=at - KEPT) | Q(Exists(settled))).values("pk")
    )


def has_trail(run: FileImport, at: dt.datetime) -> bool:
    """Tell whether the trail of an import is there and still serves."""
    return ImportTrail.objects.filter(run=run).exclude(run__in=_over(at)).exists()


def rows_of(run: FileImport) -> dict[str, Any]:
    """Give what an import wrote, by table."""
    return dict(run.trails.values_list("table", "rows"))
