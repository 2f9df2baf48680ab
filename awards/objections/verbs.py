"""Objections during the public notice: raised, withdrawn, upheld or dismissed with a written answer (A35, A37, A56)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db.models import Max
from django.utils.translation import gettext as _

from awards.ledger.posting import post_lines
from awards.models import (
    PLACED_STATES,
    ClassRound,
    LineState,
    Nomination,
    Objection,
    ObjectionRoute,
    ObjectionState,
    SheetState,
    Verdict,
)
from awards.rules.notice import answer_due
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from starrating.refused import Refused, demand_length
from students.models import User
from students.permits.refusals import not_yours
from students.permits.roles import SCHOOL_WIDE, Role
from students.school.calendar import working_day_test

TEXT_LENGTH = 500
NAME_LENGTH = 60
# Who may take down what others say: a guardian's words or a signed slip.
_RECORDERS = frozenset({Role.HOMEROOM, Role.OFFICE, Role.ADMINISTRATOR})
_BY_WHOM = {
    ObjectionRoute.PUPIL: frozenset({Role.PUPIL}),
    ObjectionRoute.AT_OFFICE: SCHOOL_WIDE,
    ObjectionRoute.OFFICE: SCHOOL_WIDE,
    # No account: the program takes down what a guardian has sent from the window.
    ObjectionRoute.WINDOW: frozenset({Role.WORKER}),
}


def receive(
    sheet: ClassRound,
    line: Nomination | None,
    *,
    route: ObjectionRoute,
    facts: str,
    raised_by: str = "",
    contact: str = "",
    by: User | None,
    at: dt.datetime,
) -> Objection:
    """Take an objection in while the notice stands; the name it is about is frozen, the rest runs on (A37).

    ``line`` is None for the list as a whole, which freezes nothing. A pupil raises it on screen in the own name; for
    anybody else ``by`` records it with ``raised_by`` and how to reach them, or without a name where the scheme takes
    unsigned ones (A56); ``by`` None is the guardian's window. Gives the objection with the last day for its answer.
    Raises :class:`Refused` outside the notice, for who may not, without facts or name, for a name not on the list, and
    for a pupil's second one of a kind.
    """
    with sheet_work(sheet.pk, Verb.OBJECT, by=by, at=at) as work:
        sheet = work.sheet
        if sheet.notice_until is None or sheet.notice_until < work.day:
            raise Refused(notice_over(), code="over")
        _demand_route(sheet, route, work.roles)
        if line is not None:
            line = _on_the_list(sheet, line)
        if route == ObjectionRoute.PUPIL and by is not None:
            raised_by = by.name
            _demand_first(sheet, line, by)
        objection = Objection(
            class_round=sheet,
            nomination=line,
            number=_next_number(sheet),
            route=route,
            raised_by=_signed(route, raised_by),
            contact=_within(contact, NAME_LENGTH) if route != ObjectionRoute.ANONYMOUS else "",
            facts=_said(facts, _("Please say what is not right, and why."), "facts"),
            received_at=at,
            recorded_by=by,
            due_on=_due_on(sheet, work.day),
        )
        work.save(objection)
        if line is not None and line.state == LineState.CHOSEN:
            _set_state(work, line, LineState.DISPUTED)
        new = {"route": route, "due_on": objection.due_on.isoformat()}
        _record(work, "objection.raised", objection, Verdict.DISPUTED, new=new, unnamed=route == ObjectionRoute.PUPIL)
        return objection


def withdraw(objection: Objection, *, reason: str = "", by: User, at: dt.datetime) -> Objection:
    """Take an objection back: on screen by the pupil who raised it, otherwise by class or office at their word.

    Raises :class:`Refused` for anybody else, for an unsigned one, which nobody can take back, and once it is decided.
    """
    with _open_objection(objection, None, by=by, at=at) as (work, objection):
        if objection.route == ObjectionRoute.ANONYMOUS:
            sentence = _("Nobody knows who raised it, so nobody can withdraw it: please decide it.")
            raise Refused(sentence, code="unsigned")
        if not may_withdraw(objection, by, work.roles):
            raise Refused(_("Only who raised an objection can withdraw it."), code="role")
        answer = _within(reason, TEXT_LENGTH) or _("Withdrawn by who raised it.")
        _decide(work, objection, ObjectionState.WITHDRAWN, answer=answer, how="")
        _thaw(work, objection)
        reason, unnamed = _("The objection was withdrawn."), objection.route == ObjectionRoute.PUPIL
        _record(work, "objection.withdrawn", objection, Verdict.DISMISSED, reason=reason, unnamed=unnamed)
        return objection


def uphold(objection: Objection, *, answer: str, how: str = "", by: User, at: dt.datetime) -> Objection:
    """Agree with an objection, with a written answer: the name comes off, and no star of it is ever posted (A38).

    Of the list as a whole it changes nothing by itself: the office returns the sheet, or takes stars back that have
    taken effect. Other objections to the same name stay open for an answer of their own. Raises :class:`Refused` for
    who is not of the office, without an answer, and once it is decided.
    """
    with _open_objection(objection, Verb.DECIDE, by=by, at=at) as (work, objection):
        work.reason = _said(answer, _("Please write the answer."), "answer")
        _decide(work, objection, ObjectionState.UPHELD, answer=work.reason, how=_within(how, NAME_LENGTH))
        line = objection.nomination
        if line is not None and line.state in (LineState.DISPUTED, LineState.CHOSEN):
            _set_state(work, line, LineState.DROPPED)
        _record(work, "objection.upheld", objection, Verdict.UPHELD)
        return objection


def dismiss(objection: Objection, *, answer: str, how: str = "", by: User, at: dt.datetime) -> Objection:
    """Disagree with an objection, with a written answer: the name stands again, and a final sheet's star is posted now.

    The last open objection to a name decides whether it thaws. Raises :class:`Refused` as :func:`uphold`.
    """
    with _open_objection(objection, Verb.DECIDE, by=by, at=at) as (work, objection):
        work.reason = _said(answer, _("Please write the answer."), "answer")
        _decide(work, objection, ObjectionState.DISMISSED, answer=work.reason, how=_within(how, NAME_LENGTH))
        _thaw(work, objection)
        _record(work, "objection.dismissed", objection, Verdict.DISMISSED)
        return objection


def notice_over() -> str:
    """Say that it is too late to object, and what remains."""
    return _("The days of this notice are over. Questions are still answered by the homeroom teacher and the school.")


def may_withdraw(objection: Objection, user: User, roles: frozenset[Role]) -> bool:
    """Tell whether the button belongs on the page; :func:`withdraw` refuses exactly where this is false."""
    if objection.state != ObjectionState.OPEN or objection.route == ObjectionRoute.ANONYMOUS:
        return False
    return objection.recorded_by_id == user.pk if objection.route == ObjectionRoute.PUPIL else bool(roles & _RECORDERS)


def _demand_route(sheet: ClassRound, route: ObjectionRoute, roles: frozenset[Role]) -> None:
    who = _BY_WHOM.get(route, _RECORDERS)
    if not roles & who:
        raise not_yours(_("Record an objection"), who)
    if route == ObjectionRoute.ANONYMOUS and not sheet.round.term.pinned.scheme.accept_anonymous:
        raise Refused(_("Under this scheme an objection needs a name. Write down who raises it."), code="unsigned")


def _on_the_list(sheet: ClassRound, line: Nomination) -> Nomination:
    found = Nomination.objects.filter(pk=line.pk, class_round=sheet, state__in=PLACED_STATES).first()
    if found is None:
        raise Refused(_("This name is not on the list any more. Load the page again."), code="line")
    return found


def _demand_first(sheet: ClassRound, line: Nomination | None, by: User) -> None:
    if Objection.objects.open().filter(class_round=sheet, nomination=line, recorded_by=by).exists():
        raise Refused(_("You have objected to this already. Wait for the answer of the school."), code="twice")


def _next_number(sheet: ClassRound) -> int:
    last = Objection.objects.filter(class_round=sheet).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _signed(route: ObjectionRoute, name: str) -> str:
    name = _within(name, NAME_LENGTH)
    if route == ObjectionRoute.ANONYMOUS:
        return ""
    return _said(name, _("Please write down who raises the objection."), "name")


def _said(text: str, missing: str, code: str) -> str:
    """Give a text that must be there; ``missing`` is the sentence where it is not."""
    text = _within(text, TEXT_LENGTH)
    if not text:
        raise Refused(missing, code=code)
    return text


def _within(text: str, limit: int) -> str:
    return demand_length(text.strip(), limit)


def _due_on(sheet: ClassRound, day: dt.date) -> dt.date:
    is_working = working_day_test(sheet.school_class.school, around=day)
    return answer_due(day, sheet.round.term.pinned.scheme.objection_reply_days, is_working)


@contextmanager
def _open_objection(
    objection: Objection, verb: Verb | None, *, by: User, at: dt.datetime
) -> Iterator[tuple[SheetWork, Objection]]:
    """Lock the objection under its sheet, still open; the term first, since a final sheet's star may be posted."""
    term_pk = ClassRound.objects.values_list("round__term_id", flat=True).get(pk=objection.class_round_id)
    with sheet_work(objection.class_round_id, verb, by=by, at=at, term_pk=term_pk) as work:
        objection = Objection.objects.select_related("nomination__item").get(pk=objection.pk)
        if objection.state != ObjectionState.OPEN:
            raise Refused(
                _("This objection has been decided already. Load the page again to read the answer."), code="decided"
            )
        yield work, objection


def _decide(work: SheetWork, objection: Objection, state: ObjectionState, *, answer: str, how: str) -> None:
    objection.state, objection.answer, objection.answered_how = state, answer, how
    objection.decided_by, objection.decided_at = work.by, work.at
    work.save(objection, "state", "answer", "answered_how", "decided_by", "decided_at")


def _thaw(work: SheetWork, objection: Objection) -> None:
    """Let the name stand again unless something else is open about it; on a final sheet it takes effect now."""
    line = objection.nomination
    if line is None or line.state != LineState.DISPUTED or Objection.objects.open().filter(nomination=line).exists():
        return
    if work.sheet.state != SheetState.FINAL:
        _set_state(work, line, LineState.CHOSEN)
        return
    _set_state(work, line, LineState.FINAL)
    post_lines([work.sheet], [line], by=work.by, at=work.at)


def _set_state(work: SheetWork, line: Nomination, state: LineState) -> None:
    line.state = state
    if state not in PLACED_STATES:
        line.place = None
    work.save(line, "state", "place")


def _record(
    work: SheetWork,
    action: str,
    objection: Objection,
    verdict: Verdict,
    *,
    new: Mapping[str, object] | None = None,
    reason: str = "",
    unnamed: bool = False,
) -> None:
    line = objection.nomination
    decision = work.decision(verdict, nomination=line, reason=reason or work.reason)
    if unnamed:
        # A pupil's own account would give the name away to whoever reads the history of the sheet.
        decision.by = None
    # About the sheet, so that it is found by class and pupil; never with the name of who raised it.
    said = {"number": objection.number, **(new or {})} | ({} if line is None else {"line": line.pk})
    work.record(action, [decision], new=said, student_key=line.student_id if line is not None else None)
