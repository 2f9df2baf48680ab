"""What the appellant does: raise an appeal, take it one step further, withdraw it (A71)."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.appeals.deadlines import answer_due_on, last_day_to_appeal
from awards.appeals.deciders import holders_of
from awards.appeals.subjects import Subject, decided, locked_subject
from awards.appeals.workflow import Move, may, target_of
from awards.models import ABOUT_FIELDS, Appeal, AppealOutcome, AppealRoute, AppealState
from starrating.days import long_day
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.own_words import in_own_words
from starrating.refused import Refused, demand_length
from students.models import School, SchoolRoleKind, User
from students.permits.reach import demand_school, permit_for, reach_of
from students.permits.refusals import not_yours_at
from students.permits.roles import Standing, standing_of

TEXT_LENGTH = 2000
LINE_LENGTH = 200
NAME_LENGTH = 60


@transaction.atomic
def raise_appeal(
    subject: Subject,
    *,
    route: AppealRoute,
    facts: str,
    received_on: dt.date | None = None,
    raised_by: str = "",
    papers: str = "",
    late_reason: str = "",
    by: User | None,
    at: dt.datetime,
) -> Appeal:
    """Take an appeal in; nothing that was decided changes until it is answered.

    A pupil raises it on screen, and the office enters a guardian's paper with who signed it and the day it came
    (``received_on``; the others come today). The guardian's page has no account: ``by`` is None, and the caller has
    seen that ``subject`` is of the child whose page it is. Raises :class:`Refused` for who may not, for what does not
    stand or was appealed against before, without facts, and after 15 working days without ``late_reason``.
    """
    day = timezone.localdate(at)
    _demand_may_raise(subject, route, by, day)
    school = lock(School.objects.all()).get(pk=subject.student.school_id)
    subject = locked_subject(subject)
    case = decided(subject)
    field = ABOUT_FIELDS[case.about]
    if not case.stands:
        raise Refused(_("This decision does not stand any more. There is nothing to appeal against."), code="gone")
    if Appeal.objects.exclude(state=AppealState.WITHDRAWN).filter(**{field: subject}).exists():
        raise Refused(_("This decision has been appealed against already. Open that appeal."), code="twice")
    came_on = received_on if route == AppealRoute.PAPER and received_on is not None else day
    if not case.told_on <= came_on <= day:
        raise Refused(_("Give a day from the decision until today on which the appeal came in."), code="received")
    appeal = Appeal.objects.create(
        school=school,
        number=(Appeal.objects.of_school(school).aggregate(last=Max("number"))["last"] or 0) + 1,
        student_id=subject.student_id,
        about=case.about,
        route=route,
        raised_by=_signed(route, raised_by),
        facts=_said(facts),
        papers=demand_length(papers.strip(), LINE_LENGTH),
        told_on=case.told_on,
        received_on=came_on,
        late_reason=_late(school, case.told_on, came_on, late_reason),
        recorded_by=by,
        recorded_at=at,
        due_on=answer_due_on(school, came_on),
        **{field: subject},
    )
    # What was said stays in the case alone.
    new = {"about": appeal.about, "route": appeal.route, "due_on": appeal.due_on.isoformat()}
    audit.record("appeal.raised", appeal, by=by, at=at, school_id=school.pk, new=new)
    return appeal


@transaction.atomic
def go_up(appeal: Appeal, *, reason: str, by: User, at: dt.datetime) -> Appeal:
    """Take an answered appeal to the headmaster, within 15 working days of the answer.

    A school without a headmaster closes it with a sentence that names the authority. Raises :class:`Refused` for who
    did not raise it, once it has gone up, after those days, without a reason, and where all was given back already.
    """
    appeal, day = locked_appeal(appeal), timezone.localdate(at)
    _demand_own(appeal, "awards:appeal_go_up", by, day)
    target = target_of(appeal, Move.GO_UP)
    answer = appeal.decisions.get(step=1)
    if answer.outcome == AppealOutcome.REVERSED:
        sentence = _("The first answer reversed the decision. There is nothing left to appeal against.")
        raise Refused(sentence, code="gone")
    last = last_day_to_appeal(appeal.school, timezone.localdate(answer.at))
    if day > last:
        raise Refused(
            _("The last day for this was %(day)s. Nothing can be changed any more.") % {"day": long_day(last)},
            code="late",
        )
    appeal.up_reason = _said(reason)
    if not holders_of(appeal, SchoolRoleKind.HEADMASTER, day).exists():
        target = target_of(appeal, Move.END)
        appeal.closing = no_headmaster(appeal.school)
    else:
        appeal.due_on = answer_due_on(appeal.school, day)
    # Who was named answered the first step.
    appeal.state, appeal.decider = target, None
    appeal.save(update_fields=["state", "decider", "due_on", "up_reason", "closing"])
    new = {"state": appeal.state, "due_on": appeal.due_on.isoformat()}
    audit.record("appeal.gone_up", appeal, by=by, at=at, school_id=appeal.school_id, new=new)
    return appeal


@transaction.atomic
def withdraw(appeal: Appeal, *, by: User, at: dt.datetime) -> Appeal:
    """Take an appeal back before its answer: the pupil who raised it, or the office at a guardian's word.

    At the second step the first answer stands. Raises :class:`Refused` for anybody else, and once it is answered.
    """
    appeal = locked_appeal(appeal)
    _demand_own(appeal, "awards:appeal_withdraw", by, timezone.localdate(at))
    appeal.state = target_of(appeal, Move.WITHDRAW)
    appeal.closing = _("Withdrawn by who raised it.")
    appeal.save(update_fields=["state", "closing"])
    audit.record("appeal.withdrawn", appeal, by=by, at=at, school_id=appeal.school_id, new={"state": appeal.state})
    return appeal


def locked_appeal(appeal: Appeal) -> Appeal:
    return lock(Appeal.objects.all()).with_subjects().get(pk=appeal.pk)


def is_own(appeal: Appeal, standing: Standing, action: str) -> bool:
    """Tell whether somebody acts for the appellant: the pupil on screen, the office for what a guardian brought."""
    reach = reach_of(standing, action)
    if appeal.route == AppealRoute.PUPIL:
        return reach.student_id is not None and reach.student_id == appeal.student_id
    return reach.whole_school and reach.school_id == appeal.school_id


def may_go_up(appeal: Appeal, day: dt.date) -> bool:
    """Tell whether the button belongs on the page."""
    answer = appeal.decisions.filter(step=1).first()
    if answer is None or answer.outcome == AppealOutcome.REVERSED or not may(appeal, Move.GO_UP):
        return False
    return day <= last_day_to_appeal(appeal.school, timezone.localdate(answer.at))


def no_headmaster(school: School) -> str:
    sentence = _(
        "No headmaster is on record at %(school)s, so the appeal ends here. "
        "Whoever still disagrees may ask the education authority in charge of the school for a review."
    )
    return sentence % {"school": school.name}


def _demand_may_raise(subject: Subject, route: AppealRoute, by: User | None, day: dt.date) -> None:
    if route == AppealRoute.WINDOW:
        if by is not None:
            raise Refused(_("The guardian's page has no account. Choose how the appeal came in."), code="route")
        return
    standing = standing_of(by, day) if by is not None else Standing(None)
    if route == AppealRoute.PAPER:
        demand_school(standing, "awards:appeal_record", subject.student.school_id)
    elif reach_of(standing, "awards:appeal_raise").student_id != subject.student_id:
        raise not_yours_at(permit_for("awards:appeal_raise"))


def _demand_own(appeal: Appeal, action: str, by: User, day: dt.date) -> None:
    if not is_own(appeal, standing_of(by, day), action):
        sentence = _("This is done by who raised the appeal: a pupil on screen, a guardian at the %(office)s.")
        raise Refused(in_own_words(sentence), code="role")


def _said(text: str) -> str:
    text = demand_length(text.strip(), TEXT_LENGTH)
    if not text:
        raise Refused(_("Please say what is not right, and why."), code="facts")
    return text


def _signed(route: AppealRoute, name: str) -> str:
    if route != AppealRoute.PAPER:
        return ""
    name = demand_length(name.strip(), NAME_LENGTH)
    if not name:
        raise Refused(_("Please write down who signed the appeal."), code="name")
    return name


def _late(school: School, told_on: dt.date, received_on: dt.date, reason: str) -> str:
    """Give the reason for coming later than 15 working days; none is kept of an appeal in time."""
    last = last_day_to_appeal(school, told_on)
    if received_on <= last:
        return ""
    reason = demand_length(reason.strip(), LINE_LENGTH)
    if not reason:
        sentence = _("The last day to appeal was %(day)s. Say why the appeal comes later.")
        raise Refused(sentence % {"day": long_day(last)}, code="late")
    return reason
