"""A package on disk that has been checked: page and command hand out the same."""

import datetime as dt
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from reports.archive.checking import check
from reports.archive.writing import Package, write
from starrating.refused import Refused
from students.models import Term, User


@transaction.atomic
def pack(term: Term, path: Path, *, by: User, at: dt.datetime) -> Package:
    """Write the archive of ``term`` to ``path`` and verify it; raises :class:`Refused` when it does not agree."""
    with path.open("wb") as stream:
        package = write(term, stream, by=by, at=at)
    if check(path).differences:
        # Tables are read one after the other: a star that took effect between two of them is in one alone.
        raise Refused(_("The term changed while it was being read. Please export it again."))
    return package
