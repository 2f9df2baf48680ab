"""What was typed or pasted and is nobody's name yet: kept on the sheet until somebody settles it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from awards.models import ClassRound, PendingName
from awards.sheets import entering
from awards.sheets.contents import Contents
from awards.sheets.entering import Change, Saved
from awards.sheets.work import sheet_work
from awards.sheets.workflow import Verb
from students.models import User
from students.permits.roles import Standing


@dataclass(frozen=True)
class Piece:
    """One piece of what was typed, and the star it was typed for."""

    item_pk: int
    text: str


def keep(
    sheet: ClassRound,
    pieces: Sequence[Piece],
    *,
    by: User,
    at: dt.datetime,
    pasted: bool = False,
    standing: Standing | None = None,
    contents: Contents | None = None,
) -> None:
    """Keep pieces that were not recognised, or that wait for one confirmation (``pasted``); each once a star.

    No decision, and the sheet's version stays: nothing of what stands on it has changed. A caller that holds the lock
    hands over its ``contents`` and finds the pieces there. Raises as :func:`awards.sheets.entering.save_lines`.
    """
    with sheet_work(sheet.pk, Verb.ENTER, by=by, at=at, standing=standing, contents=contents) as work:
        entering.demand_by_hand(work.contents)
        there = {(one.item_id, one.text) for one in work.contents.pending}
        new = [one for one in dict.fromkeys(pieces) if (one.item_pk, one.text) not in there]
        rows = [
            PendingName(class_round=work.sheet, item_id=one.item_pk, text=one.text, pasted=pasted, by=by, at=at)
            for one in new
        ]
        if rows:
            work.insert(rows)
            work.contents.pending.extend(rows)
            work.sheet.has_pending = True
            work.record("sheet.names_kept", (), new={"names": len(rows)}, grows=False)


def settle(
    sheet: ClassRound,
    meant: Mapping[int, int],
    *,
    by: User,
    at: dt.datetime,
    standing: Standing | None = None,
    contents: Contents | None = None,
) -> Saved[Change]:
    """Enter kept pieces, each by its key with the pupil who is meant; what is refused stays kept.

    Raises as :func:`awards.sheets.entering.save_lines`.
    """
    with sheet_work(sheet.pk, Verb.ENTER, by=by, at=at, standing=standing, contents=contents) as work:
        waiting = [one for one in work.contents.pending if one.pk in meant]
        changes = {one.pk: Change(meant[one.pk], one.item_id, wanted=True) for one in waiting}
        saved = entering.save_lines(
            work.sheet, list(changes.values()), by=by, at=at, standing=standing, contents=work.contents
        )
        done = {pk for pk, change in changes.items() if change not in saved.refused}
        if done:
            work.delete(PendingName.objects.filter(class_round=work.sheet, pk__in=done))
            work.contents.pending[:] = [one for one in work.contents.pending if one.pk not in done]
            work.record("sheet.names_dropped", (), new={"names": len(done)}, grows=False)
        return saved


def drop(
    sheet: ClassRound,
    pks: Collection[int],
    *,
    by: User,
    at: dt.datetime,
    standing: Standing | None = None,
    contents: Contents | None = None,
) -> int:
    """Take kept pieces out again; gives their number."""
    with sheet_work(sheet.pk, Verb.ENTER, by=by, at=at, standing=standing, contents=contents) as work:
        out = [one.pk for one in work.contents.pending if one.pk in pks]
        if out:
            work.delete(PendingName.objects.filter(class_round=work.sheet, pk__in=out))
            work.contents.pending[:] = [one for one in work.contents.pending if one.pk not in out]
            work.record("sheet.names_dropped", (), new={"names": len(out)}, grows=False)
        return len(out)
