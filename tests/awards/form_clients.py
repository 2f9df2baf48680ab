"""Empty forms as somebody at a desk has them: taken from the page, filled in, brought back, confirmed."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.awards.exam_factories import HELD, NAME


def form_of(client: Client, route: str) -> Workbook:
    response = client.get(reverse(route))
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(".xlsx")
    return load_workbook(io.BytesIO(response.content))


def filled(book: Workbook, rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows written below the example, each text under the heading that its key is."""
    sheet = book.worksheets[0]
    headings = {cell.value: place for place, cell in enumerate(sheet[1], start=1)}
    for number, row in enumerate(rows, start=3):
        for heading, text in row.items():
            sheet.cell(number, headings[heading], text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def brought(client: Client, route: str, content: bytes, **fields: str) -> Any:
    """The preview of a file on the page ``route``."""
    response = client.post(reverse(route), {"file": SimpleUploadedFile("form.xlsx", content), **fields})
    assert response.status_code == 302, response.context["form"].errors
    return client.get(response.headers["Location"])


def confirmed(client: Client, routes: str, preview: Any) -> Any:
    page = preview.context["page"]
    data = {"digest": page.preview.digest, "idempotency_key": str(uuid.uuid4())}
    return client.post(reverse(f"{routes}_confirm", args=[page.upload.pk]), data)


def ranked(client: Client, content: bytes) -> Any:
    """The preview of a score file."""
    data = {"kind": "monthly", "name": NAME, "held_on": HELD.isoformat()}
    return client.post(reverse("awards:exam_upload"), {**data, "scores": SimpleUploadedFile("form.xlsx", content)})


def posted(client: Client, preview: Any) -> None:
    token = re.search(r'name="token"\s+value="([^"]+)"', preview.content.decode())
    assert token is not None
    client.post(reverse("awards:exam_confirm"), {"token": token[1], "idempotency_key": str(uuid.uuid4())})
