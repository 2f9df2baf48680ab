"""How files leave: shown or saved by a browser, or written where a command says."""

import datetime as dt
import re
from pathlib import Path

import tablib
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from import_export.formats.base_formats import Format

from starrating.refused import Refused
from starrating.spreadsheets.formats import PeopleCsv, Workbook
from starrating.spreadsheets.workbooks import Imprint
from students.models import User


def save(path: str, content: bytes) -> None:
    """Write a file; raises :class:`Refused` with the reason where that cannot be done."""
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        sentence = _("The file %(path)s cannot be written: %(why)s. Check its path and rights.")
        raise Refused(sentence % {"path": path, "why": error.strerror}, code="file") from error


# Of the kinds in which a table may be taken away.
FORMATS = ("xlsx", "csv")

# What file systems refuse, what is not seen, and what turns the direction of reading round.
_UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+')


def safe_name(name: str) -> str:
    """Give ``name`` such as every file system takes, without the extension."""
    return _UNSAFE_IN_NAMES.sub("_", name)


def pdf_file(content: bytes, name: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=False, filename=f"{safe_name(name)}.pdf")
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": header or "inline"})


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """``name`` with its extension; what of it a header cannot hold is encoded."""
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": header or "attachment"})


def table_file(
    dataset: tablib.Dataset, wanted: str, name: str, *, title: str, by: User, at: dt.datetime
) -> HttpResponse:
    """Send ``dataset`` under ``name`` as one of :data:`FORMATS`; a workbook bears school, ``title``, reader and day."""
    school = by.school.name if by.school else ""
    imprint = Imprint(school, title, by.name, timezone.localdate(at).isoformat())
    kind: Format = PeopleCsv() if wanted == "csv" else Workbook(imprint)
    return attachment(kind.export_data(dataset), f"{name}.{kind.get_extension()}", kind.get_content_type())
