"""Public notices (公示): which sheets stand on one, and the few words of each pupil that may (P1)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _, pgettext

from awards.models import ClassRound, Nomination, Round, StarItem, Step
from awards.rules.kinds import StepRole
from reports.namesakes import namesakes_on
from reports.phrases import notice_days, period
from starrating.days import long_day, short_day
from students.models import Staffing
from students.permits.roles import Standing


@dataclass(frozen=True)
class StarRow:
    """A star and the names under it, in the order of the sheet; each but the last carries the mark that follows it."""

    number: int
    star: str
    winners: Sequence[str]


@dataclass(frozen=True)
class Section:
    """What one class put on notice, and for which days."""

    class_name: str
    period: str
    rows: Sequence[StarRow]


@dataclass(frozen=True)
class Notice:
    """Everything a notice prints: names of classes, stars and pupils, and nothing else of a pupil's.

    ``joint`` is one of several classes, each under its name with its own days; ``period`` is empty where these differ.
    """

    readers: str
    text: str
    sections: Sequence[Section]
    period: str
    appeal: str
    contact: str
    phone: str
    signed_by: str
    day: str
    ended: bool
    joint: bool = False
    # Two lines for the chat group of a class's parents: the list itself, with its names, goes into no group.
    for_parents: str = ""


def is_over(sheet: ClassRound, today: dt.date) -> bool:
    """Tell whether the notice has come down: by its date alone, whoever has or has not run the worker."""
    return sheet.notice_until is None or sheet.notice_until < today


def readable(sheets: Sequence[ClassRound], standing: Standing, today: dt.date) -> list[ClassRound]:
    """Give what may still be read: names come down with the last day, but for those who keep the record."""
    return [sheet for sheet in sheets if standing.school_wide or not is_over(sheet, today)]


def class_notices(sheets: Sequence[ClassRound], today: dt.date) -> list[Notice]:
    """Write a notice for each of ``sheets``: filed, of one round, with round, scheme, class and school loaded.

    Five statements however many classes there are.
    """
    if not sheets:
        return []
    steps = _steps_held(sheets[0].round)
    sections = _sections(sheets)
    day = min(_first_day(sheet) for sheet in sheets)
    held = Staffing.objects.homerooms_on(day, [sheet.school_class_id for sheet in sheets])
    homerooms = dict(held.values_list("school_class_id", "user__name"))
    office = sheets[0].school_class.school.office_name
    both = _("%(teacher)s (homeroom teacher), %(office)s")
    found = []
    for sheet in sheets:
        name, teacher = sheet.class_name, homerooms.get(sheet.school_class_id, "")
        contact = both % {"teacher": teacher, "office": office} if teacher else office
        notice = _notice([sheet], [sections[sheet.pk]], name, steps, today)
        found.append(replace(notice, signed_by=name, contact=contact, for_parents=_for_parents(sheet, office)))
    return found


def _for_parents(sheet: ClassRound, office: str) -> str:
    """Say to parents which class's list of which month hangs where and until when, and none of its names."""
    if sheet.notice_until is None:
        return ""
    first = _("%(class)s: the star list of %(month)s is on public notice.")
    second = _(
        "It hangs in the classroom until the end of %(day)s. Whoever disagrees tells the homeroom teacher or"
        " the %(office)s by then."
    )
    words = {
        "class": sheet.class_name,
        "month": sheet.round.name,
        "day": short_day(sheet.notice_until),
        "office": office,
    }
    return "\n".join([first % words, second % words])


def joint_notice(sheets: Sequence[ClassRound], readers: str, today: dt.date) -> Notice:
    """Write one notice of at least one class, signed by the office; ``sheets`` as for :func:`class_notices`.

    Classes whose days are over are left out while any other's run (P1); once all are over it is the record of all.
    """
    up = [sheet for sheet in sheets if not is_over(sheet, today)] or sheets
    notice = _notice(up, list(_sections(up).values()), readers, _steps_held(up[0].round), today)
    return replace(notice, joint=True)


def _notice(
    sheets: Sequence[ClassRound], sections: Sequence[Section], readers: str, steps: str, today: dt.date
) -> Notice:
    """Write a notice that the office signs."""
    school = sheets[0].school_class.school
    return Notice(
        readers=readers,
        text=_opening(sheets[0].round, readers, steps),
        sections=sections,
        period=_period(sheets),
        appeal=_appeal(school.office_name),
        contact=school.office_name,
        phone=school.office_phone,
        signed_by=_("%(school)s, %(office)s") % {"school": school.name, "office": school.office_name},
        day=long_day(max(_first_day(sheet) for sheet in sheets)),
        ended=all(is_over(sheet, today) for sheet in sheets),
    )


def _opening(round_: Round, readers: str, steps: str) -> str:
    scheme = round_.term.pinned.scheme
    sentence = _(
        "Under the %(scheme)s of %(school)s, after the steps %(steps)s, the stars of %(readers)s for %(month)s"
        " are hereby made public."
    )
    return sentence % {
        "school": round_.term.school.name,
        "scheme": scheme.name,
        "steps": steps,
        "readers": readers,
        "month": round_.full_name,
    }


def _appeal(office: str) -> str:
    sentence = _(
        "Whoever disagrees may say so within this time, in writing or in person and with reasons, to the homeroom"
        " teacher or to the %(office)s. Who speaks up stays unnamed."
    )
    return sentence % {"office": office}


def _period(sheets: Sequence[ClassRound]) -> str:
    """Give the days of all ``sheets``; empty where they differ, since no days in common would be true of any."""
    if len({(sheet.notice_from, sheet.notice_until) for sheet in sheets}) > 1:
        return ""
    return _("%(period)s (%(days)s)") % {
        "period": _days(sheets[0]),
        "days": notice_days(sheets[0].round.term.pinned.scheme),
    }


def _days(sheet: ClassRound) -> str:
    first = _first_day(sheet)
    return period(first, sheet.notice_until or first)


def _first_day(sheet: ClassRound) -> dt.date:
    return sheet.notice_from or sheet.round.ends_on


def _steps_held(round_: Round) -> str:
    """Give the steps of 五3 that come before the notice, in the scheme's own words."""
    names = []
    for step in Step.objects.filter(scheme=round_.term.pinned.scheme):
        names.append(step.name)
        if step.role == StepRole.OFFICE:
            break
    return pgettext("between steps", ", ").join(names)


def _sections(sheets: Sequence[ClassRound]) -> dict[int, Section]:
    items = StarItem.objects.filter(public=True).of_round(sheets[0].round)
    seats = namesakes_on(sheets[0].round.ends_on, [sheet.school_class_id for sheet in sheets])
    with_seat = _("%(name)s (seat %(seat)d)")
    winners: dict[tuple[int, int], list[str]] = defaultdict(list)
    lines = Nomination.objects.placed().filter(class_round__in=sheets, item__in=items)
    # An allow-list: no other column of a pupil is read, so that none can be printed.
    for sheet_pk, item_pk, student_pk, name in lines.values_list(
        "class_round_id", "item_id", "student_id", "student__name"
    ):
        seat = seats.get(student_pk)
        winners[sheet_pk, item_pk].append(with_seat % {"name": name, "seat": seat} if seat else name)
    return {
        sheet.pk: Section(
            class_name=sheet.class_name,
            period=_days(sheet),
            rows=[
                StarRow(number, item.name, _listed(winners[sheet.pk, item.pk]))
                for number, item in enumerate(items, start=1)
            ],
        )
        for sheet in sheets
    }


def _listed(names: Sequence[str]) -> list[str]:
    mark = pgettext("between names", ", ")
    return [f"{name}{mark}" for name in names[:-1]] + list(names[-1:])
