"""The pupil's own step (个人自报): put oneself forward with a sentence, take it back, set goals (五3, 五4)."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _, ngettext

from awards.models import ClassRound, Decision, Goal, LineState, Nomination, StarItem, Step, Verdict
from awards.rules.kinds import StepRole
from awards.sheets.contents import taken
from awards.sheets.entering import Saved
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from awards.steps.pupil.own_lines import OwnLines, Wish
from starrating.refused import Refused
from students.models import Enrolment, Student, User


def declare_all(
    sheet: ClassRound, student: Student, wishes: Sequence[Wish], *, by: User, at: dt.datetime
) -> Saved[Wish]:
    """Put oneself forward for stars with a sentence each, and take oneself back: four stand, the fifth is told why.

    Each wish is carried out for itself; what is taken back goes first, so that an exchange within the limit works.
    Refused (in ``Saved.refused``): ``over_cap`` for one item too many (五4), ``repeats`` where the scheme limits them
    (A12), ``statement`` without a sentence, and what a teacher has entered. Only for oneself, in the class on the
    round's last day (A44), while the self-report step is the open one: raises :class:`Refused` (``stage``, ``state``,
    ``role``, ``not_enrolled``) for what concerns them all.
    """
    with sheet_work(sheet.pk, Verb.DECLARE, by=by, at=at) as work:
        step = _own_step(work, student)
        lines = list(Nomination.objects.filter(class_round=work.sheet, student=student).select_related("item"))
        own = OwnLines(
            sheet=work.sheet,
            student=student,
            items={item.pk: item for item in StarItem.objects.of_round(work.sheet.round)},
            lines={line.item_id: line for line in lines},
            taken=taken(work.sheet, [student.pk]),
            upheld=_upheld(lines),
        )
        # Of two wishes for one star the last one holds.
        for wish in sorted({wish.item_pk: wish for wish in wishes}.values(), key=lambda wish: wish.wanted):
            own.apply(wish)
        own.write(work, step)
        return own.answered


def set_goals(
    sheet: ClassRound, student: Student, items: Collection[StarItem], *, by: User, at: dt.datetime
) -> list[Goal]:
    """Set the stars a pupil hopes to win this round, in place of those set before; none is allowed.

    Until the self-report step is over. Raises :class:`Refused` for more than the items a pupil may have (code
    ``over_cap``), and as :func:`declare_all`.
    """
    with sheet_work(sheet.pk, Verb.DECLARE, by=by, at=at) as work:
        _own_step(work, student)
        scheme = work.sheet.round.term.pinned.scheme
        cap = scheme.self_report_max
        if cap and len(items) > cap:
            sentence = ngettext("Choose at most %(count)d goal.", "Choose at most %(count)d goals.", cap)
            raise Refused(sentence % {"count": cap}, code="over_cap")
        if any(item.scheme_id != scheme.pk for item in items):
            raise Refused(
                _("This star cannot be chosen here. Load the page again and choose once more."), code="no_item"
            )
        before = {goal.item_id: goal.pk for goal in Goal.objects.filter(class_round=work.sheet, student=student)}
        wanted = {item.pk: item for item in items}
        if before.keys() != wanted.keys():
            work.delete(Goal.objects.filter(pk__in=[goal for item, goal in before.items() if item not in wanted]))
            new = [item for pk, item in wanted.items() if pk not in before]
            work.insert([Goal(class_round=work.sheet, student=student, item=item, set_at=at) for item in new])
            codes = {"pupil": student.number, "items": sorted(item.code for item in wanted.values())}
            # What a pupil only sets out to do is no change of the sheet, and nobody has decided anything.
            work.record("sheet.goals_set", (), new=codes, student_key=student.pk, grows=False)
    return list(Goal.objects.filter(class_round=sheet, student=student).select_related("item").order_by("item__order"))


def _upheld(lines: Sequence[Nomination]) -> frozenset[int]:
    """Give stars that came off after an objection; no question where nothing has come off."""
    off = [line.pk for line in lines if line.state == LineState.DROPPED]
    decided = Decision.objects.filter(nomination__in=off, verdict=Verdict.UPHELD) if off else Decision.objects.none()
    return frozenset(decided.values_list("nomination__item", flat=True))


def _own_step(work: SheetWork, student: Student) -> Step:
    """Find the open self-report step; raises :class:`Refused` where it is not ``student``'s own, or not open now."""
    if work.standing.student_id != student.pk:
        raise Refused(_("You can only put yourself forward. To suggest a classmate, tell your teacher."), code="role")
    step = work.stage.demand(StepRole.PUPIL)
    places = Enrolment.objects.active_on(work.sheet.round.ends_on)
    if not places.filter(student=student, school_class=work.sheet.school_class_id).exists():
        raise Refused(_("You are not in this class on the last day of the month."), code="not_enrolled")
    return step
