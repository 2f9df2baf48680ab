"""A star that was left out of a sheet which is final: the counterpart of taking one back (:mod:`awards.ledger`).

After settlement the term is reopened first; settling it again brings the difference, with what it entitles to.
"""

from __future__ import annotations

import datetime as dt
from itertools import count

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.ledger import post_lines
from awards.limits import why_not
from awards.models import ClassRound, Decision, LineSource, LineState, Nomination, StarEntry, StarItem, Verdict
from awards.sheet_contents import Contents
from awards.sheets import grown, locked
from awards.term_locks import locked_term
from awards.workflow import Verb, demand
from starrating.operations import audit
from starrating.refused import Refused
from students.models import Student, User
from students.roles import standing_of


@transaction.atomic
def add(sheet: ClassRound, student: Student, item: StarItem, *, reason: str, by: User, at: dt.datetime) -> StarEntry:
    """Put a name on a final sheet and its star into the ledger, within the limits of the scheme (A7, A12, A44, 五4).

    Raises :class:`Refused` without a reason, for who may not, for a sheet that is not final, in a settled term, for a
    name that stands already or was taken off by a reversal, and for what the limits do not allow.
    """
    # The term before the sheet, as in taking a star back.
    locked_term(sheet.round.term_id)
    sheet = locked(sheet.pk)
    roles = standing_of(by, timezone.localdate(at)).toward(sheet.school_class)
    demand(sheet.state, Verb.ADD, roles, reason=reason)
    line = _placed(Contents.load(sheet), student, item)
    Decision.objects.create(
        class_round=sheet, nomination=line, verdict=Verdict.ENTERED, by=by, at=at, reason=reason.strip()
    )
    grown(sheet)
    post_lines([sheet], [line], by=by, at=at)
    entry = StarEntry.objects.get(nomination=line)
    school_code = sheet.school_class.school.code
    new = {"stars": entry.stars, "round": sheet.round.label, "item": item.code}
    audit.record("star.added", entry, by=by, at=at, school_code=school_code, new=new, reason=reason.strip())
    return entry


def _placed(contents: Contents, student: Student, item: StarItem) -> Nomination:
    line = contents.lines.get((student.pk, item.pk))
    if line is not None and line.place is not None:
        raise Refused(_("This pupil stands under this star already."), code="twice")
    if line is not None and StarEntry.objects.filter(nomination=line).exists():
        sentence = _("This star was taken back; it cannot be given again in the same month.")
        raise Refused(sentence, code="reversed")
    no = why_not(contents, student.pk, item.pk)
    if no is not None:
        raise no.refused()
    taken = {one.place for one in contents.lines.values() if one.item_id == item.pk}
    line = line or Nomination(class_round=contents.sheet, student=student, source=LineSource.PAPER)
    line.item, line.state = item, LineState.FINAL
    line.place = next(place for place in count(1) if place not in taken)
    line.save()
    return line
