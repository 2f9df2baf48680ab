"""How files are sent: a PDF is shown by the browser, from where it is printed or kept; the others are saved."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_file(content: bytes, name: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": header or "inline"})


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """``name`` with its extension; what of it a header cannot hold is encoded."""
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": header or "attachment"})
