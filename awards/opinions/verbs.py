"""What subject teachers say of a sheet before it goes to the office, and the homeroom teacher's answers (五3, A39)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import (
    PLACED_STATES,
    ClassRound,
    Decision,
    HeldStep,
    Nomination,
    Opinion,
    Verdict,
)
from awards.rules.kinds import StepRole, SubjectMode
from awards.sheets.locks import grown, locked
from awards.sheets.stage import Stage
from awards.sheets.subject_teachers import asking_step, last_day
from awards.sheets.workflow import Verb, demand
from starrating.operations import audit
from starrating.refused import Refused
from students.models import User
from students.permits.roles import standing_of

TEXT_LENGTH = 200


@transaction.atomic
def opine(
    sheet: ClassRound, line: Nomination | None, *, agrees: bool, text: str = "", by: User, at: dt.datetime
) -> Opinion:
    """Say that there is no objection, or disagree in one sentence, with the sheet or with one name on it (A39).

    It may be changed until the days are over or the sheet is submitted; an answer given to the old words goes with
    them. Who has nothing against the whole sheet takes back what they had against names on it. Raises
    :class:`Refused` for who does not teach the class, without a sentence to a disagreement, for a name that is not on
    the sheet, and outside the days.
    """
    sheet = locked(sheet.pk)
    demand(sheet.state, Verb.OPINE, standing_of(by, timezone.localdate(at)).toward(sheet.school_class))
    stage = Stage.load(sheet)
    demand_days(sheet, stage, at)
    text = _sentence(text)
    if not agrees and not text:
        raise Refused(_("Say in one sentence why you disagree."), code="text")
    if line is not None:
        line = _standing(sheet, line)
    if agrees and line is None:
        for other in Opinion.objects.filter(class_round=sheet, user=by, nomination__isnull=False).disagreeing():
            _say(stage, other, agrees=True, text="", at=at)
    opinion = Opinion.objects.filter(class_round=sheet, user=by, nomination=line).first()
    return _say(stage, opinion or Opinion(class_round=sheet, user=by, nomination=line), agrees=agrees, text=text, at=at)


def demand_days(sheet: ClassRound, stage: Stage, at: dt.datetime) -> HeldStep:
    """The step that laid the list before the teachers; raises :class:`Refused` outside the days it gives them."""
    scheme = sheet.round.term.pinned.scheme
    if scheme.subject_mode == SubjectMode.NONE:
        raise Refused(_("Subject teachers are not asked under this scheme."), code="mode")
    asked = asking_step(stage.steps, stage.held)
    if asked is None:
        raise Refused(_("The list is not ready yet: the class is still discussing it."), code="early")
    until = last_day(scheme, asked)
    if timezone.localdate(at) > until:
        sentence = _("The days for opinions ended on %(day)s.")
        raise Refused(sentence % {"day": until.isoformat()}, code="over")
    return asked


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > TEXT_LENGTH:
        sentence = _("One sentence, please: %(length)d characters, and the limit is %(limit)d.")
        raise Refused(sentence % {"length": len(text), "limit": TEXT_LENGTH}, code="long")
    return text


def _standing(sheet: ClassRound, line: Nomination) -> Nomination:
    found = Nomination.objects.filter(pk=line.pk, class_round=sheet, state__in=PLACED_STATES).first()
    if found is None:
        raise Refused(_("This name is not on the sheet any more."), code="line")
    return found


def _say(stage: Stage, opinion: Opinion, *, agrees: bool, text: str, at: dt.datetime) -> Opinion:
    """Write the opinion, its decision and its event; nothing where it is the same as before."""
    is_new = opinion.pk is None
    old = {} if is_new else {"agrees": opinion.agrees, "text": opinion.text}
    new = {"agrees": agrees, "text": text}
    if old == new:
        return opinion
    opinion.agrees, opinion.text, opinion.at = agrees, text, at
    opinion.reply, opinion.replied_by, opinion.replied_at = "", None, None
    opinion.save()
    sheet = opinion.class_round
    verdict = Verdict.AGREED if agrees else Verdict.DECLINED
    Decision.objects.create(
        class_round=sheet,
        nomination=opinion.nomination,
        step=stage.step_of(StepRole.HOMEROOM),
        verdict=verdict,
        by=opinion.user,
        at=at,
        reason=text,
    )
    if not agrees:
        # The homeroom teacher has something to look at before submitting; a nod changes nothing on the sheet.
        grown(sheet)
    about = {} if opinion.nomination_id is None else {"line": opinion.nomination_id}
    audit.record(
        "opinion.given",
        sheet,
        by=opinion.user,
        at=at,
        school_id=sheet.school_class.school_id,
        old=old,
        new=new | about,
        student_key=_pupil(opinion),
    )
    return opinion


@transaction.atomic
def reply(opinion: Opinion, *, text: str, by: User, at: dt.datetime) -> Opinion:
    """Answer a disagreement in one line; the sheet cannot be submitted without it. Answering again corrects it.

    Raises :class:`Refused` when the sheet is no longer with the class, for who may not, for an empty line, and where
    the teacher does not disagree (any more).
    """
    sheet = locked(opinion.class_round_id)
    demand(sheet.state, Verb.REVIEW, standing_of(by, timezone.localdate(at)).toward(sheet.school_class))
    text = _sentence(text)
    if not text:
        raise Refused(_("Please write one line as the answer."), code="text")
    opinion = Opinion.objects.select_related("user").get(pk=opinion.pk)
    if opinion.agrees:
        raise Refused(_("The teacher does not disagree any more."), code="agrees")
    old = opinion.reply
    opinion.reply, opinion.replied_by, opinion.replied_at = text, by, at
    opinion.save(update_fields=["reply", "replied_by", "replied_at"])
    grown(sheet)
    audit.record(
        "opinion.answered",
        sheet,
        by=by,
        at=at,
        school_id=sheet.school_class.school_id,
        old={"reply": old},
        new={"reply": text},
        student_key=_pupil(opinion),
    )
    return opinion


def _pupil(opinion: Opinion) -> int | None:
    """Of whom the opinion is; None for one on the whole sheet."""
    return opinion.nomination.student_id if opinion.nomination is not None else None
