"""Text taken back from a PDF, and papers made of invented people."""

from __future__ import annotations

import datetime as dt
import subprocess

from reports.honours.papers import Imprint, Recipient

IMPRINT = Imprint("第十中学", "2025—2026学年第一学期", dt.date(2026, 1, 23), "https://stars.example.cn/check/")


def text_of(pdf: bytes) -> str:
    """The PDF's text without blanks: what a reader of the paper sees, whatever the lines."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def pages_of(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def recipient(name: str = "王小明", **changes: object) -> Recipient:
    values: dict[str, object] = {
        "name": name,
        "class_name": "七年级(3)班",
        "level": "三星级学生",
        "stars": 22,
        "stars_by_name": "文明星3颗、责任星4颗",
        "number": "2025-1-0001",
        "code": "K7QM3XWT2P",
        "reissued": False,
    }
    return Recipient(**(values | changes))  # type: ignore[arg-type]
