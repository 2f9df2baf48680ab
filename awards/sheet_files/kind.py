"""Month sheets, for the flow of upload, preview and confirmation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from awards.sheet_files import verbs as month_sheets
from awards.sheet_files.preview import SheetsPreview
from awards.terms.access import round_for_office
from students.imports.pipeline.flow import ImportKind
from students.models import School, User


def sheets_kind(by: User, at: dt.datetime) -> ImportKind[SheetsPreview]:
    """Month sheets for the flow of upload, preview and confirmation; ``by`` sees the own classes only."""

    def read(content: bytes, filename: str, school: School, options: Mapping[str, object]) -> SheetsPreview:
        round_ = round_for_office(school, int(str(options["round"])))
        held_on = str(options.get("held_on") or "")
        day = dt.date.fromisoformat(held_on) if held_on else None
        return month_sheets.read_sheets([(filename, content)], round_, by=by, at=at, held_on=day)

    return ImportKind("sheets", read, _apply_sheets, size=lambda preview: preview.names)


def _apply_sheets(preview: SheetsPreview, by: User, at: dt.datetime) -> str:
    done = month_sheets.apply_sheets(preview, by=by, at=at)
    if not done.writes:
        return _("Nothing to change: every sheet is as the file says.")
    values = {"round": done.round.label, "sheets": len(done.working)}
    return _("%(round)s: %(sheets)d sheets entered. Have a look at them, then submit.") % values
