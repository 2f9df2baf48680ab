"""Writes the package, signs it, and verifies it; the same data, time and key give the same bytes."""

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from awards.models import Level
from awards.rules.levels import level_for
from reports.archive import chain, texts
from reports.archive.bag import BagWriter
from reports.archive.checking import layout
from reports.archive.checking.whole import check
from reports.archive.tables import FileTable, Row, pupils_of, tables_of, totals
from starrating.operations import audit, readings
from starrating.operations.seals import keys
from starrating.refused import Refused
from students.models import Term, User

_LANGUAGE = "zh-hans"
_TOTALS_HEADER = ("student_no", "earned", "deducted", "total", "level")


@transaction.atomic
def pack(term: Term, target: Path, *, by: User, at: dt.datetime) -> int:
    """Write the whole term to ``target`` and the audit event that ``by`` took it; give the number of rows.

    ``term`` needs ``school`` and ``pinned__scheme``. Tables go through row by row, so that memory does not grow with
    the school. What was written is verified; raises :class:`Refused` when it does not agree.
    """
    # Its public half is on record before the table of them is read.
    keys.current()
    local = timezone.localtime(at)
    top = _folder_of(term)
    with translation.override(_LANGUAGE), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        whole = BagWriter(package, top, local)
        office = BagWriter(package, top + layout.RESTRICTED, local)
        whole.tag(layout.README, texts.in_windows(texts.guide(term, at=local, version=settings.VERSION)))
        whole.text(layout.SCHEME_TEXT, texts.scheme_text(term))
        for table in _tables(term):
            restricted = table.path.startswith(layout.RESTRICTED)
            bag, name = (office, table.path.removeprefix(layout.RESTRICTED)) if restricted else (whole, table.path)
            bag.table(name, table.header, table.rows())
        for name, text in texts.notices(term, timezone.localdate(at)):
            whole.text(f"{layout.NOTICES}/{name}", text)
        digest = office.close(_info(term, local, "restricted"))
        whole.close([*_info(term, local, "open"), (layout.RESTRICTED_FIELD, digest)])
    rows, files = whole.rows + office.rows, len(whole.contents) + len(office.contents)
    pupils = pupils_of(term).values_list("pk", flat=True)
    readings.record_list("reports:archive_package", term.pk, pupils, {"by": by, "school_id": term.school_id, "at": at})
    audit.record("term.archived", term, by=by, at=at, school_id=term.school_id, new={"files": files, "rows": rows})
    if check(target).differences:
        # Tables are read one after the other: a star that took effect between two of them is in one alone.
        raise Refused(_("The term changed while it was being read. Please export it again."), code="changed")
    return rows


def _tables(term: Term) -> Iterator[FileTable]:
    yield from tables_of(term)
    yield FileTable(layout.TOTALS, _TOTALS_HEADER, lambda: _totals(term))
    yield from chain.tables()


def _folder_of(term: Term) -> str:
    """Name the one folder that unpacking leaves behind."""
    return f"starrating-{texts.as_folder(term.school.code)}-{texts.as_folder(term.code)}/"


def _info(term: Term, at: dt.datetime, part: str) -> Sequence[tuple[str, str]]:
    """Say in bag-info.txt, by the names of BagIt and some of our own, what a bag is."""
    made = at.isoformat(timespec="seconds")
    return [
        (layout.SCHOOL_FIELD, term.school.name),
        ("External-Identifier", f"{term.school.code}/{term.code}/{made}/{part}"),
        ("Bagging-Date", f"{at:%Y-%m-%d}"),
        ("Bag-Software-Agent", f"starrating {settings.VERSION}"),
        (layout.FORMAT_FIELD, layout.FORMAT),
        (layout.TERM_FIELD, term.code),
        (layout.SETTLED_FIELD, layout.YES if term.is_settled else layout.NO),
    ]


def _totals(term: Term) -> Iterator[Row]:
    bounds = list(
        Level.objects.filter(scheme=term.pinned.scheme_id).order_by("number").values_list("lower_bound", flat=True)
    )
    for number, (earned, deducted) in totals(term).items():
        total = earned + deducted
        yield number, earned, deducted, total, level_for(total, bounds)
