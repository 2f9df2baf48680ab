"""The fonts of the papers, and which characters they lack."""

import struct
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_PACKAGE = "pylopdf_fonts_zh_cn"


def font_folders() -> list[str]:
    """Name the folder in ``FONT_DIR``, where given, then that of the installed fonts, which hold every character.

    Raises ImproperlyConfigured without any.
    """
    own = [str(settings.FONT_DIR)] if settings.FONT_DIR else []
    found = find_spec(_PACKAGE)
    installed = [str(Path(found.origin).parent)] if found and found.origin else []
    if not own and not installed:
        raise ImproperlyConfigured(f"No fonts for papers: install {_PACKAGE.replace('_', '-')} or set FONT_DIR.")
    return own + installed


# Every paper is set in one of these two.
_NEEDED = ("NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf")
_SUFFIXES = {".otf", ".ttf"}
_FULL_REPERTOIRE = 12


def missing(names: Iterable[str]) -> dict[str, str]:
    """Give by name the characters that a paper could not show; only names that have any."""
    known = characters()
    found = {name: "".join(sorted({one for one in name if ord(one) not in known})) for name in names}
    return {name: gaps for name, gaps in found.items() if gaps}


@cache
def characters() -> frozenset[int]:
    """Give the code points that papers can show: those of both their fonts, and of any other found beside them."""
    files = [path for folder in font_folders() for path in Path(folder).iterdir() if path.suffix in _SUFFIXES]
    ours = [_code_points_of(path) for path in files if path.name in _NEEDED]
    others = [_code_points_of(path) for path in files if path.name not in _NEEDED]
    return frozenset.intersection(*ours).union(*others)


def _code_points_of(path: Path) -> frozenset[int]:
    return frozenset(_code_points(path.read_bytes()))


def _code_points(font: bytes) -> Iterable[int]:
    """Read the part of the font's table that covers all of Unicode (format 12: groups of three numbers)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    places = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)}
    start = places[b"cmap"]
    (parts,) = struct.unpack_from(">H", font, start + 2)
    for part in range(parts):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * part + 4)
        at = start + offset
        if struct.unpack_from(">H", font, at)[0] == _FULL_REPERTOIRE:
            (groups,) = struct.unpack_from(">I", font, at + 12)
            for group in range(groups):
                first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * group)
                yield from range(first, last + 1)
            return
