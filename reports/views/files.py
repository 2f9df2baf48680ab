"""How a PDF is sent: shown by the browser, from where it is printed or kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_file(content: bytes, name: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": header or "inline"})
