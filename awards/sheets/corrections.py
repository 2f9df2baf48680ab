"""What is put right on a sheet that is final: a star taken back, or one that had been left out."""

import datetime as dt

from django.utils.translation import gettext as _

from awards.ledger.posting import post_lines, reverse_entries
from awards.models import ClassRound, EntrySource, LineSource, LineState, Nomination, StarEntry, StarItem, Verdict
from awards.sheets.limits import why_not
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from starrating.refused import Refused
from students.models import Student, User


def add(sheet: ClassRound, student: Student, item: StarItem, *, reason: str, by: User, at: dt.datetime) -> StarEntry:
    """Put a name on a final sheet and its star into the ledger, within the limits of the scheme (A7, A12, A44, 五4).

    Raises :class:`Refused` without a reason, for who may not, for a sheet that is not final, in a settled term, for a
    name that stands already or was taken off by a reversal, and for what the limits do not allow.
    """
    with sheet_work(sheet.pk, Verb.ADD, by=by, at=at, reason=reason, term_pk=sheet.round.term_id) as work:
        line = _placed(work, student, item)
        post_lines([work.sheet], [line], by=by, at=at)
        entry = StarEntry.objects.get(nomination=line)
        new = {"stars": entry.stars, "round": work.sheet.round.label, "item": item.code}
        work.record("star.added", [work.decision(Verdict.ENTERED, nomination=line)], target=entry, new=new)
        return entry


def _placed(work: SheetWork, student: Student, item: StarItem) -> Nomination:
    contents = work.contents
    line = contents.lines.get((student.pk, item.pk))
    if line is not None and line.place is not None:
        raise Refused(_("This pupil is under this star already. Nothing needs to be added."), code="twice")
    if line is not None and StarEntry.objects.filter(nomination=line).exists():
        sentence = _("This star was revoked; it cannot be given again in the same month.")
        raise Refused(sentence, code="reversed")
    no = why_not(contents, student.pk, item.pk)
    if no is not None:
        raise no
    line = line or Nomination(class_round=contents.sheet, student=student, source=LineSource.PAPER)
    line.item, line.state, line.place = item, LineState.FINAL, contents.free_place(item.pk)
    work.save(line)
    return line


def reverse(entry: StarEntry, *, reason: str, by: User, at: dt.datetime) -> StarEntry:
    """Take back a star that has taken effect: a reversing entry, and the name comes off the final sheet.

    Raises :class:`Refused` without a reason, for who may not, and for an entry that is reversed already or is itself
    a reversal or comes from an exam or a violation, and in a settled term. The place stays free: the month is over.
    """
    if entry.source in (EntrySource.CHAMPION, EntrySource.VIOLATION):
        raise Refused(_("Correct the exam, or revoke the violation: the stars follow."), code="source")
    if entry.nomination is None:
        raise Refused(
            _("This entry is a revocation itself and cannot be revoked. Choose the entry of the star."), code="twice"
        )
    line = entry.nomination
    with sheet_work(line.class_round_id, Verb.REVERSE, by=by, at=at, reason=reason, term_pk=entry.term_id) as work:
        if StarEntry.objects.filter(reverses=entry).exists():
            raise Refused(_("This star has been revoked already. Load the page again."), code="twice")
        line.state, line.place = LineState.DROPPED, None
        work.save(line, "state", "place")
        [reversal] = reverse_entries([entry], reason=work.reason, by=by, at=at)
        new = {"stars": reversal.stars, "reverses": entry.pk}
        work.record("star.reversed", [work.decision(Verdict.REVERSED, nomination=line)], target=reversal, new=new)
        return reversal
