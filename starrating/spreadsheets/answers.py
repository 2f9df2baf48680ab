"""A workbook as an answer."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from starrating.spreadsheets.workbooks import CONTENT_TYPE


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """Give a workbook to be saved under ``name``, given without its ending."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
