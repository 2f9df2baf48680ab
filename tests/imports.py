"""Files looked at and imported, as pages and commands do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from students.imports.pipeline.asked import Asked
from students.imports.pipeline.files import NamedBytes
from students.imports.pipeline.importer import Importer, P, Preview, apply, look
from students.models import School, User

Line = TypeVar("Line")
Facts = TypeVar("Facts")


def looked_at(
    importer: Importer[Line, Facts, P],
    files: Sequence[NamedBytes],
    school: School,
    *,
    at: dt.datetime,
    by: User | None = None,
    **answers: object,
) -> Preview[Line, P]:
    """What the files would do at that moment; by whom is only needed where it matters."""
    return look(importer, files, Asked(school, by or User(school=school), at, answers))


def imported(importer: Importer[Line, Facts, P], preview: Preview[Line, P], *, by: User) -> Preview[Line, P]:
    """What was done, at the moment of the preview."""
    return apply(importer, preview.source, replace(preview.asked, by=by), digest=preview.digest)
