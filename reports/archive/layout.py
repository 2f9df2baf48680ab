"""Where things lie in the package; what writes it and what checks it agree on nothing else."""

import datetime as dt
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from reports.archive.checking import check
from reports.archive.writing import Package, write
from starrating.refused import Refused
from students.models import Term, User

FORMAT = 1
MANIFEST = "manifest.json"
README = "README.txt"
SCHEME_TEXT = "scheme.txt"
NOTICES = "notices"
TABLES = "tables"
# Deductions are for the office alone: in a folder of their own, so that the rest can be shown without it.
RESTRICTED = "restricted"

LEDGER = f"{TABLES}/ledger.csv"
BOUNDS = f"{TABLES}/levels.csv"
DEDUCTED = f"{RESTRICTED}/ledger_deductions.csv"
TOTALS = f"{RESTRICTED}/totals.csv"
SETTLED = f"{RESTRICTED}/settled.csv"
# Excel on a Chinese computer knows UTF-8 by its mark.
ENCODING = "utf-8-sig"


@transaction.atomic
def pack(term: Term, path: Path, *, by: User, at: dt.datetime) -> Package:
    """Write the archive of ``term`` to ``path`` and verify it; raises :class:`Refused` when it does not agree."""
    with path.open("wb") as stream:
        package = write(term, stream, by=by, at=at)
    if check(path).differences:
        # Tables are read one after the other: a star that took effect between two of them is in one alone.
        raise Refused(_("The term changed while it was being read. Please export it again."))
    return package
