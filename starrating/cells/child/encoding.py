"""Bytes of a text file to text, strictly: what does not decode is refused with its place, never replaced."""

import codecs

from starrating.cells.child.limits import Refusal

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# A table has no NUL in it; many mean a binary file or UTF-16 without its mark.
_NUL_SHARE = 50


def decode(content: bytes) -> tuple[str, str]:
    """Give the text without its byte order mark, and the encoding: UTF-8, UTF-16 or GB18030. Raises Refusal."""
    for mark, codec in _UTF16.items():
        if content.startswith(mark):
            return _strict(content[2:], codec, skipped=2), "UTF-16"
    if content.count(0) * _NUL_SHARE > len(content):
        raise Refusal("binary")
    bare = content.removeprefix(codecs.BOM_UTF8)
    skipped = len(content) - len(bare)
    try:
        return bare.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        # A mark says UTF-8; and a file that is partly UTF-8 would decode as GB18030 into wrong characters.
        if skipped:
            raise _refusal(content, skipped + error.start) from error
    _refuse_mixed(content)
    return _strict(content, "gb18030"), "GB18030"


def _strict(content: bytes, codec: str, skipped: int = 0) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        if codec == "gb18030":
            raise _refusal(content, error.start) from error
        line = content[: error.start].decode(codec).count("\n") + 1
        raise Refusal("encoding", row=line, offset=error.start + skipped, line=line) from error


def _refusal(content: bytes, offset: int) -> Refusal:
    line = content.count(b"\n", 0, offset) + 1
    return Refusal("encoding", row=line, offset=offset, line=line)


def _refuse_mixed(content: bytes) -> None:
    """Refuse a file whose lines disagree: some are UTF-8 with Chinese in it, others cannot be UTF-8 at all."""
    offset = 0
    first: bool | None = None
    for line in content.split(b"\n"):
        kind = _utf8_line(line)
        if kind is not None and first is not None and kind != first:
            raise _refusal(content, offset + _first_bad(line, utf8=not kind))
        first = kind if first is None else first
        offset += len(line) + 1


def _utf8_line(line: bytes) -> bool | None:
    """Tell whether a line is UTF-8 with Chinese; False for one that is not UTF-8, None where the line does not tell."""
    if line.isascii():
        return None
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True if any("\u3400" <= character <= "\u9fff" for character in text) else None


def _first_bad(line: bytes, *, utf8: bool) -> int:
    if utf8:
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            return error.start
    return next((index for index, byte in enumerate(line) if byte > 127), 0)
