"""The homeroom teacher's review: strike a name, put one back, nominate on a pupil's behalf (五3, A6, A57).

The committee's choice stands unless a line of reason says otherwise, and every change stays in the history with it.
"""

import datetime as dt

from django.utils.translation import gettext as _

from awards.models import LIVE_STATES, ClassRound, LineSource, LineState, Nomination, StarItem, Verdict
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from awards.sheets.limits import why_not
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from starrating.refused import Refused, demand_length
from starrating.text import clean_text
from students.models import Student, User

# As long as a pupil's own sentence, whose place a nomination's takes.
LONGEST_REASON = 200


def strike(line: Nomination, *, reason: str, by: User, at: dt.datetime) -> Nomination:
    """Take a chosen name off the sheet, with why; its place is free again.

    Before the committee has decided, only a nomination on behalf can be taken off again. Raises :class:`Refused`:
    ``state``, ``role``, ``reason`` without one line of reason, ``stage`` before the committee has decided, ``frozen``
    for a name under objection, ``gone`` for one that does not stand on the sheet.
    """
    with sheet_work(line.class_round_id, Verb.REVIEW, by=by, at=at, reason=reason) as work:
        line = _reviewed(work, line)
        _demand(why_not_strike(work.contents, line))
        return _change(work, line, LineState.DROPPED, Verdict.STRUCK)


def restore(line: Nomination, *, reason: str, by: User, at: dt.datetime) -> Nomination:
    """Put a name back that group, committee or teacher left out, with why; it takes the lowest free place.

    Raises :class:`Refused`: ``state``, ``role``, ``reason``, ``stage`` as :func:`strike`; ``there`` for a name that is
    not left out, ``retracted`` for one that its pupil took back, and the codes of :func:`awards.sheets.limits.why_not`.
    """
    with sheet_work(line.class_round_id, Verb.REVIEW, by=by, at=at, reason=reason) as work:
        line = _reviewed(work, line)
        _demand(why_not_restore(work.contents, line))
        return _change(work, line, LineState.CHOSEN, Verdict.RESTORED)


def nominate(
    sheet: ClassRound, student: Student, item: StarItem, *, statement: str, by: User, at: dt.datetime
) -> Nomination:
    """Put a pupil forward on the pupil's behalf (代报), marked as such and counted among the pupil's items (A6).

    Before the committee has decided the name goes to group and committee like any other; afterwards it takes a place
    at once. Raises :class:`Refused`: ``state``, ``role``, ``reason`` without a statement, ``no_behalf`` where the
    scheme has none, ``there`` for a name in the running, ``left_out`` for one that is to be put back instead, and the
    codes of :func:`awards.sheets.limits.why_not`.
    """
    with sheet_work(sheet.pk, Verb.REVIEW, by=by, at=at, reason=statement) as work:
        work.reason = _one_line(statement)
        placed = work.contents.stage.is_over(StepRole.COMMITTEE)
        _demand(why_not_nominate(work.contents, student.pk, item.pk))
        line = work.contents.lines.get((student.pk, item.pk)) or Nomination(
            class_round=work.sheet, student=student, item=item
        )
        line.source, line.statement = LineSource.BEHALF, work.reason
        line.group_agreed = line.hands_for = line.hands_against = None
        return _change(work, line, LineState.CHOSEN if placed else LineState.PROPOSED, Verdict.NOMINATED)


def why_not_strike(contents: Contents, line: Nomination) -> Refused | None:
    """Say what stands against taking the name off, or None; pages show a button exactly where it is None."""
    if line.state == LineState.PROPOSED and line.source == LineSource.BEHALF:
        return None
    if not contents.stage.is_over(StepRole.COMMITTEE):
        return _undecided(contents)
    if line.state == LineState.DISPUTED:
        return Refused(
            _("An objection to this name is being looked at. The name can be changed once it is answered."),
            code="frozen",
        )
    if line.state != LineState.CHOSEN:
        return Refused(_("This name is not on the sheet. Load the page again."), code="gone")
    return None


def _undecided(contents: Contents) -> Refused:
    told = _("The %(committee)s has not decided yet. The list can be changed once it has.")
    return Refused(told % {"committee": contents.scheme.committee_name}, code="stage")


def why_not_restore(contents: Contents, line: Nomination) -> Refused | None:
    """Say what stands against putting the name back, or None."""
    if not contents.stage.is_over(StepRole.COMMITTEE):
        return _undecided(contents)
    if line.state != LineState.DROPPED:
        return Refused(_("This name is on the list. There is no need to put it back."), code="there")
    if line.pk in contents.retracted:
        return Refused(_("The pupil withdrew this. You can nominate on the pupil's behalf."), code="retracted")
    return why_not(contents, line.student_id, line.item_id)


def why_not_nominate(contents: Contents, student_pk: int, item_pk: int) -> Refused | None:
    """Say what stands against a nomination on behalf, or None."""
    if not contents.scheme.nominate_on_behalf:
        return Refused(
            _("By the scheme nobody is nominated on a pupil's behalf: only the pupil can declare the star."),
            code="no_behalf",
        )
    over = contents.stage.is_over(StepRole.COMMITTEE)
    line = contents.lines.get((student_pk, item_pk))
    if line is not None and line.state in LIVE_STATES:
        return Refused(_("This pupil is under this star already. Nothing needs to be added."), code="there")
    if line is not None and line.pk not in contents.retracted and (over or line.group_agreed is False):
        if over:
            return Refused(
                _("This name was left out before. Put it back from the list, with a reason."), code="left_out"
            )
        declined = _("The group has declined this. Once the %(committee)s has decided, you can put it back.")
        return Refused(declined % {"committee": contents.scheme.committee_name}, code="left_out")
    return why_not(contents, student_pk, item_pk, placed=over)


def _demand(no: Refused | None) -> None:
    if no is not None:
        raise no


def _one_line(reason: str) -> str:
    text = clean_text(reason)
    if text.refused or not text.text:
        raise Refused(_("Please give one line of reason."), code="reason")
    return demand_length(text.text, LONGEST_REASON, code="reason")


def _reviewed(work: SheetWork, line: Nomination) -> Nomination:
    """Give the line as it is under the lock, once the reason is found to be one."""
    work.reason = _one_line(work.reason)
    return next((one for one in work.contents.lines.values() if one.pk == line.pk), line)


def _change(work: SheetWork, line: Nomination, state: LineState, verdict: Verdict) -> Nomination:
    old = {"state": line.state} if line.state else {}
    line.state = state
    line.place = work.contents.free_place(line.item_id) if state == LineState.CHOSEN else None
    work.save(line)
    work.record(
        f"line.{verdict}",
        [work.decision(verdict, nomination=line, step=work.contents.stage.step_of(StepRole.HOMEROOM))],
        old=old,
        new={"pupil": line.student_id, "item": work.contents.items[line.item_id].code, "state": state},
        student_key=line.student_id,
    )
    return line
