"""What reports need of a school: a client signed in, a term with stars of several months, a workbook read back."""

from __future__ import annotations

import io

from django.test import Client
from openpyxl import Workbook, load_workbook

from awards.models import StarEntry
from starrating.operations import job_running
from students.models import User
from tests.clients import FormClient

# What spreadsheets take for formulas, commands or links when a cell is not said to be text.
HOSTILE = [
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "=SUM(A1:A9)", "={1}", "=A1", "+1+1", "+A1", "-1-1",
    "-A1", "@SUM(A1)", "@A1", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1", "＠A1", "0012", "1e5", "TRUE",
    "#N/A", "http://example.test/", "mailto:a@example.test", "'=1", "internal:A1", "<b>王</b>", "[Red]1",
    '"=1"',
]  # fmt: skip


def signed_in(user: User) -> Client:
    client = FormClient()
    client.force_login(user)
    return client


def made_in_the_background(client: Client, address: str, data: dict[str, str] | None = None) -> bytes:
    """Ask for a file by a form, let the worker make it, and fetch it."""
    page = client.post(address, data or {}).headers["Location"]
    assert job_running.work_once()
    answer = client.get(f"{page}/fetch")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def workbook(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def formulas(book: Workbook) -> list[object]:
    """Every cell that a spreadsheet would calculate, or that leads elsewhere."""
    return [
        cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" or cell.hyperlink
    ]


def total_of(student_pk: int) -> int:
    """Straight from the rows, by no code of the program's own."""
    return sum(StarEntry.objects.filter(student=student_pk).values_list("stars", flat=True))
