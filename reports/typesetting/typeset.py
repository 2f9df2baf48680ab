"""A paper's data become a PDF: checked against the paper's allow-list, then typeset by a process of its own."""

import json
import logging
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reports.typesetting.allowed import refuse_others
from reports.typesetting.fonts import font_folders
from starrating.child_process import run_child
from starrating.refused import Refused

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
# Rows laid out by one process: its memory stays below 200 MiB, and the progress moves.
CHUNK = 200
# Processes of one batch side by side.
AT_ONCE = 2
WALL_SECONDS = 120

Data = Mapping[str, Any]
# Called with how many rows are done, and of how many.
Progress = Callable[[int, int], None]
# Pictures by the name that rows use, each with where its file lies.
Photos = Mapping[str, str]
NO_PHOTOS: Photos = {}


def typeset(paper: str, data: Data, *, tags: bool = True, photos: Photos = NO_PHOTOS) -> bytes:
    """Make the PDF of one paper; with ``tags`` it can be read aloud. Raises :class:`Refused` where it cannot be made.

    A row that names one of ``photos`` shows it.
    """
    return _ordered(paper, data, tags=tags, photos=photos)


def picture(paper: str, data: Data) -> bytes:
    """Make a PNG of the paper's first page, for a preview."""
    return _ordered(paper, data, tags=False, image=True)


def typeset_rows(
    paper: str,
    shared: Data,
    rows: Sequence[Data],
    *,
    size: int = CHUNK,
    progress: Progress | None = None,
    photos: Photos = NO_PHOTOS,
) -> bytes:
    """Make one PDF of many papers, laid out ``size`` rows at a time; ``shared`` goes with every part.

    Papers with several to a page need a ``size`` that fills whole pages. Raises :class:`Refused` as :func:`typeset`;
    an exception of ``progress`` ends the batch.
    """
    if len(rows) <= size:
        content = typeset(paper, {**shared, "rows": list(rows)}, tags=len(rows) == 1, photos=photos)
        _tell(progress, len(rows), len(rows))
        return content
    with tempfile.TemporaryDirectory(prefix="papers-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        parts = [
            pool.submit(_write, Path(folder, f"{start}.pdf"), paper, shared, rows[start : start + size], photos)
            for start in range(0, len(rows), size)
        ]
        try:
            for number, part in enumerate(parts, start=1):
                part.result()
                _tell(progress, min(number * size, len(rows)), len(rows))
        finally:
            # Where one fails, or the progress says that it was cancelled, the others are not begun.
            pool.shutdown(wait=True, cancel_futures=True)
        return _run(["reports.typesetting.joining", *(part.result() for part in parts)], b"", "joining")


def joined(parts: Sequence[bytes]) -> bytes:
    """Make one PDF of several, in their order. Raises :class:`Refused` as :func:`typeset`."""
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        paths = [Path(folder, f"{number}.pdf") for number in range(len(parts))]
        for path, content in zip(paths, parts, strict=True):
            path.write_bytes(content)
        return _run(["reports.typesetting.joining", *map(str, paths)], b"", "joining")


def _write(path: Path, paper: str, shared: Data, rows: Sequence[Data], photos: Photos) -> str:
    data = {**shared, "rows": list(rows)}
    path.write_bytes(typeset(paper, data, tags=False, photos=_named(rows, photos)))
    return str(path)


def _named(rows: Sequence[Data], photos: Photos) -> Photos:
    """Give those of ``photos`` that a part of the batch shows."""
    names = {row.get("photo", "") for row in rows}
    return {name: path for name, path in photos.items() if name in names}


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _ordered(paper: str, data: Data, *, tags: bool, image: bool = False, photos: Photos = NO_PHOTOS) -> bytes:
    refuse_others(paper, data)
    order = {"paper": paper, "data": data, "fonts": font_folders(), "tags": tags, "picture": image}
    order["photos"] = dict(photos)
    return _run(["reports.typesetting.child"], json.dumps(order, ensure_ascii=False).encode(), paper)


def _run(arguments: Sequence[str], content: bytes, what: str) -> bytes:
    try:
        done = run_child(arguments, content, seconds=WALL_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Refused(_("This paper took too long to make. Try fewer at a time."), code="slow") from error
    if done.returncode != 0:
        # What the typesetter says names places in our own templates, no data.
        logger.error("%s was not typeset: %s", what, done.stderr.decode(errors="replace")[-2000:])
        raise Refused(
            _("This paper could not be made. Ask the administrator to look into the log."), code="typesetting"
        )
    return done.stdout
