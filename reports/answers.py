"""How files are sent: a PDF is shown by the browser, from where it is printed or kept; the others are saved."""

import datetime as dt

import tablib
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from import_export.formats.base_formats import Format

from starrating.spreadsheets.formats import PeopleCsv, Workbook
from starrating.spreadsheets.workbooks import Imprint
from students.models import User

# Of the kinds in which a table may be taken away.
FORMATS = ("xlsx", "csv")


def pdf_file(content: bytes, name: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
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
