"""Web pages in one file (MHTML), as spreadsheet programs save a workbook of several sheets under the name .xls."""

import email
import re
from collections.abc import Iterator
from email.message import Message

from starrating.cells.child.answer import RawSheet, RawWorkbook
from starrating.cells.child.encoding import decode
from starrating.cells.child.limits import MAX_SHEETS, Refusal
from starrating.cells.child.webpage import read_page

# Where a workbook's frame names its sheets: <x:Name>花名册</x:Name>.
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,100})</x:Name>", re.IGNORECASE)


def read_archived_page(content: bytes) -> RawWorkbook:
    """Give the tables of all pages of the file, each page that is a sheet by the sheet's name. Raises Refusal."""
    try:
        pages = list(_pages(email.message_from_bytes(content)))
    except (ValueError, LookupError, RecursionError) as error:
        raise Refusal("corrupt") from error
    names = [name.strip() for page in pages for name in _SHEET_NAME.findall(page)]
    books = [book for page in pages if (book := _book(page)) is not None]
    sheets: list[RawSheet] = []
    for number, book in enumerate(books):
        for sheet in book.sheets:
            if len(names) == len(books) and len(book.sheets) == 1:
                sheet.name = names[number]
            sheets.append(sheet)
    if not sheets:
        raise Refusal("html")
    if len(sheets) > MAX_SHEETS:
        raise Refusal("too_many_sheets", limit=MAX_SHEETS)
    return RawWorkbook(kind="html", sheets=sheets, encoding=books[0].encoding)


def _pages(message: Message) -> Iterator[str]:
    """Give the text of every page of the file, in its order."""
    for part in message.walk():
        content = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(content, bytes):
            yield decode(content)[0]


def _book(page: str) -> RawWorkbook | None:
    """Read one page; None for the frame around the sheets, which has no table of its own."""
    try:
        return read_page(page.encode("utf-8", "replace"))
    except Refusal as refusal:
        if refusal.code == "html":
            return None
        raise
