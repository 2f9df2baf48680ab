"""What subject teachers say of a sheet before it goes to the office, and the homeroom teacher's answers (五3, A39)."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import PLACED_STATES, ClassRound, HeldStep, Nomination, Opinion, Verdict
from awards.rules.kinds import SubjectMode
from awards.sheets.stage import Stage
from awards.sheets.subject_teachers import last_day
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from starrating.days import short_day
from starrating.refused import Refused, demand_length
from students.models import User

TEXT_LENGTH = 200


def opine(
    sheet: ClassRound, line: Nomination | None, *, agrees: bool, text: str = "", by: User, at: dt.datetime
) -> Opinion:
    """Say that there is no objection, or disagree in one sentence, with the sheet or with one name on it (A39).

    It may be changed until the days are over or the sheet is submitted; an answer given to the old words goes with
    them. Who has nothing against the whole sheet takes back what they had against names on it. Raises
    :class:`Refused` for who does not teach the class, without a sentence to a disagreement, for a name that is not on
    the sheet, and outside the days.
    """
    with sheet_work(sheet.pk, Verb.OPINE, by=by, at=at) as work:
        sheet = work.sheet
        demand_days(sheet, work.stage, at)
        text = _sentence(text)
        if not agrees and not text:
            raise Refused(_("Say in one sentence why you disagree."), code="text")
        if line is not None:
            line = _standing(sheet, line)
        mine = Opinion.objects.filter(class_round=sheet, user=by)
        if agrees and line is None:
            for other in mine.filter(nomination__isnull=False).disagreeing():
                _say(work, other, agrees=True, text="")
        opinion = mine.filter(nomination=line).first() or Opinion(class_round=sheet, user=by, nomination=line)
        _say(work, opinion, agrees=agrees, text=text)
        return opinion


def demand_days(sheet: ClassRound, stage: Stage, at: dt.datetime) -> HeldStep:
    """Give the step that laid the list before the teachers; raises :class:`Refused` outside the days it gives them.

    On paper it gives none: they may speak until the sheet is submitted.
    """
    scheme = sheet.round.term.pinned.scheme
    if scheme.subject_mode == SubjectMode.NONE:
        raise Refused(_("Subject teachers are not asked under this scheme. There is nothing to fill in."), code="mode")
    asked = stage.asked
    if asked is None:
        raise Refused(
            _("The list is not ready yet: the class is still discussing it. Come back once it is over."), code="early"
        )
    until = last_day(scheme, asked)
    if until is not None and timezone.localdate(at) > until:
        sentence = _("The days for opinions ended on %(day)s. If something is wrong, tell the homeroom teacher.")
        raise Refused(sentence % {"day": short_day(until)}, code="over")
    return asked


def _sentence(text: str) -> str:
    return demand_length(" ".join(text.split()), TEXT_LENGTH)


def _standing(sheet: ClassRound, line: Nomination) -> Nomination:
    found = Nomination.objects.filter(pk=line.pk, class_round=sheet, state__in=PLACED_STATES).first()
    if found is None:
        raise Refused(_("This name is not on the sheet any more. Load the page again."), code="line")
    return found


def _say(work: SheetWork, opinion: Opinion, *, agrees: bool, text: str) -> None:
    """Write the opinion, its decision and its event; nothing where it is the same as before."""
    is_new = opinion.pk is None
    old = {} if is_new else {"agrees": opinion.agrees, "text": opinion.text}
    new = {"agrees": agrees, "text": text}
    if old == new:
        return
    opinion.agrees, opinion.text, opinion.at = agrees, text, work.at
    opinion.reply, opinion.replied_by, opinion.replied_at = "", None, None
    work.save(opinion)
    # No step: what one teacher thinks is not what the review decides.
    verdict = Verdict.SECONDED if agrees else Verdict.OPPOSED
    about = {} if opinion.nomination_id is None else {"line": opinion.nomination_id}
    work.record(
        "opinion.given",
        [work.decision(verdict, nomination=opinion.nomination, reason=text)],
        old=old,
        new=new | about,
        student_key=_pupil(opinion),
        # The homeroom teacher has something to look at before submitting; a nod changes nothing on the sheet.
        grows=not agrees,
    )


def reply(opinion: Opinion, *, text: str, by: User, at: dt.datetime) -> Opinion:
    """Answer a disagreement in one line; the sheet cannot be submitted without it. Answering again corrects it.

    Raises :class:`Refused` when the sheet is no longer with the class, for who may not, for an empty line, and where
    the teacher does not disagree (any more).
    """
    with sheet_work(opinion.class_round_id, Verb.REVIEW, by=by, at=at) as work:
        text = _sentence(text)
        if not text:
            raise Refused(_("Please write one line as the answer."), code="text")
        opinion = Opinion.objects.select_related("user").get(pk=opinion.pk)
        if opinion.agrees:
            raise Refused(_("The teacher no longer disagrees. No answer is needed."), code="agrees")
        old, new = {"reply": opinion.reply}, {"reply": text}
        opinion.reply, opinion.replied_by, opinion.replied_at = text, by, at
        work.save(opinion, "reply", "replied_by", "replied_at")
        work.record("opinion.answered", (), old=old, new=new, student_key=_pupil(opinion))
        return opinion


def _pupil(opinion: Opinion) -> int | None:
    """Say of whom the opinion is; None for one on the whole sheet."""
    return opinion.nomination.student_id if opinion.nomination is not None else None
