"""The table of contents of an xlsx: its sheets, where their parts are, and which calendar its dates count from."""

import posixpath

from starrating.cells.child.archive import Archive
from starrating.cells.child.limits import MAX_SHEETS, Refusal
from starrating.cells.child.sheetxml import Part, feed, local, parser

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def contents(archive: Archive) -> tuple[list[Part], bool]:
    """Give the sheets in order, and whether dates count from 1904. Raises Refusal for a broken package."""
    targets = _targets(archive)
    sheets: list[dict[str, str]] = []
    dates: list[bool] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        plain = {local(key): value for key, value in attributes.items()}
        if local(tag) == "sheet":
            sheets.append(plain)
        elif local(tag) == "workbookPr":
            dates.append(plain.get("date1904") in ("1", "true"))

    made = parser()
    made.StartElementHandler = start
    feed(made, [archive.read(WORKBOOK)])
    if len(sheets) > MAX_SHEETS:
        raise Refusal("too_many_sheets", limit=MAX_SHEETS)
    parts = [
        Part(one.get("name", ""), targets.get(one.get("id", ""), ""), one.get("state", "visible")) for one in sheets
    ]
    return parts, any(dates)


def _targets(archive: Archive) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            joined = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(joined)

    made = parser()
    made.StartElementHandler = start
    feed(made, [archive.read(RELATIONS)])
    return targets
