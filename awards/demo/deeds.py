"""Facts of the shown month and what guardians have signed: on screen, and in a class with quiet pupils."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils import timezone

from awards.deeds import verbs as deeds
from awards.deeds.verbs import Said
from awards.demo import sentences
from awards.demo.dates import at_hour
from awards.demo.school import stayed
from awards.models import ClassRound, Nomination, StarItem
from students.consents import verbs as consents
from students.consents.verbs import Given
from students.models import ConsentScope, Enrolment, Student, User

# Every third name on screen; of the other class every third pupil who stands under no star.
_OF_LINES, _OF_SEATS, _MOST = 3, 3, 12
# One form in so many has not come back yet.
_MISSING = 8


def note_deeds(on_screen: ClassRound, begun: ClassRound, teachers: Sequence[User], *, now: dt.datetime) -> None:
    """Let the homeroom teachers of both sheets, in that order, note what they saw; all guardians have agreed."""
    for sheet, teacher in zip((on_screen, begun), teachers, strict=True):
        _agree(sheet, teacher, now)
    lines = Nomination.objects.filter(class_round=on_screen, student__in=stayed(on_screen))
    lines = lines.select_related("student", "item").order_by("pk")
    _note(on_screen, ((line.student, line.item) for line in lines[::_OF_LINES]), teachers[0], now)
    items = StarItem.objects.of_round(begun.round)
    # In a small class everybody may stand under a star already.
    pupils = _without_a_name(begun) or stayed(begun)
    quiet = ((pupil, items[n % len(items)]) for n, pupil in enumerate(pupils[::_OF_SEATS]))
    _note(begun, quiet, teachers[1], now)


def _without_a_name(sheet: ClassRound) -> list[Student]:
    on = set(Nomination.objects.filter(class_round=sheet).values_list("student", flat=True))
    return [pupil for pupil in stayed(sheet) if pupil.pk not in on]


def _agree(sheet: ClassRound, teacher: User, now: dt.datetime) -> None:
    day = sheet.round.term.starts_on
    seats = Enrolment.objects.of_class(sheet.school_class, day).select_related("student__school")
    forms = [Given(seat.student, ConsentScope.PROCESSING, sentences.CONSENT_BY) for seat in seats]
    consents.record(forms, day, by=teacher, at=at_hour(day, 17, now))


def _note(sheet: ClassRound, about: Iterable[tuple[Student, StarItem]], teacher: User, now: dt.datetime) -> None:
    """Note a fact a pupil, a day later each time, none after the round's last."""
    for number, (pupil, item) in enumerate(about):
        if number == _MOST:
            return
        on = min(sheet.round.starts_on + dt.timedelta(days=2 * number), sheet.round.ends_on)
        said = Said(item, on, sentences.deed_for(item.name))
        deeds.note(sheet.school_class, [pupil], said, by=teacher, at=at_hour(on, 16, now))


def guardians_agree(sheet: ClassRound, teacher: User, *, now: dt.datetime) -> None:
    """Record the forms of the sheet's class, whose guardians agree to the processing already; of newcomers none."""
    day = timezone.localdate(now)
    signed = [pupil for number, pupil in enumerate(stayed(sheet), start=1) if number % _MISSING]
    forms = [Given(pupil, ConsentScope.WINDOW, sentences.CONSENT_BY) for pupil in signed]
    consents.record(forms, day, by=teacher, at=now)
