"""Text taken back from a PDF, and papers made of invented people."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

from reports.honours.papers import Imprint, Recipient
from tests.tools import need

IMPRINT = Imprint("第十中学", "2025—2026学年第一学期", dt.date(2026, 1, 23), "https://stars.example.cn/check/")


def by_poppler(*command: str | Path, of: bytes = b"") -> str:
    """Give what one of Poppler's programs says, of a PDF that it is given where it reads "-"."""
    need("poppler")
    return subprocess.run(command, input=of, capture_output=True, check=True).stdout.decode()


def text_of(pdf: bytes) -> str:
    """The PDF's text without blanks: what a reader of the paper sees, whatever the lines."""
    return "".join(by_poppler("pdftotext", "-raw", "-", "-", of=pdf).split())


def pages_of(pdf: bytes) -> list[str]:
    return ["".join(page.split()) for page in by_poppler("pdftotext", "-raw", "-", "-", of=pdf).split("\f")[:-1]]


def recipient(name: str = "王小明", **changes: object) -> Recipient:
    values: dict[str, object] = {
        "name": name,
        "class_name": "七年级(3)班",
        "level": "三星级学生",
        "stars": 22,
        "stars_by_name": "文明星3颗、责任星4颗",
        "number": "2025-1-喜0001",
        "code": "K7QM3XWT2P",
        "reissued": False,
    }
    return Recipient(**(values | changes))  # type: ignore[arg-type]
