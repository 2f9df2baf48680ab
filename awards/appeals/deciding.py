"""What the school does: name who decides where nobody is left, and answer (A71)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.appeals import effects
from awards.appeals.deciders import decided_before, left_to_decide, may_decide
from awards.appeals.effects import Answer, checked, terms_of
from awards.appeals.raising import TEXT_LENGTH, locked_appeal
from awards.appeals.subjects import locked_subject
from awards.appeals.workflow import Move, target_of
from awards.models import Appeal, AppealDecision
from starrating.db.locks import lock
from starrating.joiners import in_a_row
from starrating.operations import audit
from starrating.own_words import in_own_words
from starrating.refused import Refused, demand_length
from starrating.texts.keeping import keep
from students.models import School, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of
from students.permits.school_roles import demand_staff


@transaction.atomic
def decide(appeal: Appeal, answer: Answer, *, by: User, at: dt.datetime) -> AppealDecision:
    """Answer the step that is open, in writing, and enter what the answer gives back.

    Raises :class:`Refused` for who decided before or was not named, once it is answered or withdrawn, without an
    answer, and for an effect that cannot be (a milder punishment, fewer stars, a term that is settled).
    """
    day = timezone.localdate(at)
    terms_of(appeal, day)
    locked_subject(appeal.subject)
    appeal = locked_appeal(appeal)
    target = target_of(appeal, Move.ANSWER)
    _demand_decider(appeal, by, day)
    text = demand_length(answer.answer.strip(), TEXT_LENGTH)
    if not text:
        raise Refused(_("Please write the answer."), code="answer")
    effect, stars = checked(appeal, answer)
    decision = AppealDecision.objects.create(
        appeal=appeal,
        step=appeal.step,
        outcome=answer.outcome,
        effect=effect,
        stars=stars,
        kind=answer.kind if appeal.punishment is not None and answer.outcome == answer.outcome.CHANGED else "",
        answer_kept=keep(text, about=appeal.student_id),
        by=by,
        at=at,
    )
    effects.apply(appeal, decision, by=by, at=at)
    appeal.state = target
    appeal.save(update_fields=["state"])
    new = {"outcome": decision.outcome, "effect": decision.effect, "stars": stars, "step": decision.step}
    audit.record("appeal.decided", appeal, by=by, at=at, school_id=appeal.school_id, new=new)
    return decision


@transaction.atomic
def name_decider(appeal: Appeal, user: User, *, by: User, at: dt.datetime) -> Appeal:
    """Name a member of staff who answers this case, where nobody of the step's office is left.

    Raises :class:`Refused` for anybody but an administrator, while somebody is left, and for who decided before.
    """
    school = lock(School.objects.all()).get(pk=appeal.school_id)
    appeal, day = locked_appeal(appeal), timezone.localdate(at)
    demand_school(standing_of(by, day), "awards:appeal_name", school.pk)
    target_of(appeal, Move.NAME)
    left = left_to_decide(appeal, day)
    if left.exists():
        sentence = _("Ask a colleague who did not decide before: %(names)s.")
        raise Refused(sentence % {"names": in_a_row(one.name for one in left)}, code="left")
    demand_staff(user, school)
    if user.pk in decided_before(appeal):
        raise Refused(_("This colleague has decided in this case before. Name somebody else."), code="before")
    appeal.decider = user
    appeal.save(update_fields=["decider"])
    audit.record("appeal.named", appeal, by=by, at=at, school_id=school.pk, new={"name": user.name})
    return appeal


def _demand_decider(appeal: Appeal, by: User, day: dt.date) -> None:
    if by.pk in decided_before(appeal):
        sentence = _("You have decided in this case before. Somebody else answers it, or the administrator names one.")
        raise Refused(sentence, code="before")
    if not may_decide(appeal, by, standing_of(by, day)):
        sentence = _(
            "This is done by the %(office)s first and the headmaster second, or by who was named for the case."
        )
        raise Refused(in_own_words(sentence), code="role")
