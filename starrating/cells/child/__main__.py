"""Read one file from standard input, answer with JSON on standard output; --hidden asks for hidden sheets too."""

import dataclasses
import importlib
import json
import sys

from starrating.cells.child.answer import RawWorkbook
from starrating.cells.child.delimited import read_text
from starrating.cells.child.excel import read_other, read_xlsx
from starrating.cells.child.limits import MAX_BYTES, Refusal, limit_process
from starrating.cells.child.signature import kind_of
from starrating.cells.child.spreadsheetml import read_spreadsheetml


def read(content: bytes, *, hidden: bool) -> RawWorkbook:
    """Give the cells of any file that is a table. Raises Refusal for all others."""
    if len(content) > MAX_BYTES:
        raise Refusal("too_many_bytes", limit=MAX_BYTES // 1024 // 1024)
    kind = kind_of(content)
    if kind == "text":
        return read_text(content)
    # Half of a second that only pages are to wait for.
    if kind == "html":
        return importlib.import_module("starrating.cells.child.webpage").read_page(content)  # type: ignore[no-any-return]
    if kind == "mhtml":
        return importlib.import_module("starrating.cells.child.archived_page").read_archived_page(content)  # type: ignore[no-any-return]
    if kind == "spreadsheetml":
        return read_spreadsheetml(content, hidden=hidden)
    return read_xlsx(content, hidden=hidden) if kind == "xlsx" else read_other(content, kind, hidden=hidden)


def main() -> None:
    """Read the untrusted bytes under limits and answer: the process's whole work."""
    limit_process()
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    answer: dict[str, object]
    try:
        answer = {"workbook": dataclasses.asdict(read(content, hidden="--hidden" in sys.argv[1:]))}
    except Refusal as refusal:
        answer = {"refusal": refusal.code, "values": refusal.values, "place": refusal.place}
    except MemoryError:
        answer = {"refusal": "too_heavy", "values": {}, "place": ("", 0, 0)}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")).encode())


if __name__ == "__main__":
    main()
