"""The class's month on paper: its sheet, blank for the meeting or filled, and the pupils' own slips."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from awards.models import ClassRound, HeldStep, LineSource, Nomination, StarItem
from awards.rules.kinds import StepRole
from reports.namesakes import namesakes_on, told_apart
from reports.typesetting.stacking import stacked
from reports.typesetting.typeset import Progress, typeset_rows
from reports.typesetting.wordings import filled_labels
from starrating.days import long_day
from starrating.refused import Refused
from students.models import Enrolment

# A class's sheet is two pages, its slips two to a page.
_SHEETS_A_PART = 60
_SLIPS_A_PART = 200


def month_sheets_pdf(sheets: Sequence[ClassRound], *, filled: bool) -> bytes:
    """Set the 班级评星表 of each sheet of one round, with the names of the class on the back; blank for the meeting.

    ``sheets`` have round, scheme, class and school loaded, at least one; four statements however many there are. A
    filled one carries the day on which the class's committee met; where that is not known, a line to write it on.
    """
    items = StarItem.objects.of_round(sheets[0].round)
    rosters = _rosters(sheets)
    winners = _winners(sheets, items) if filled else {}
    met = _committee_days(sheets) if filled else {}
    rows = [
        _sheet_row(sheet, items, rosters[sheet.school_class_id], winners, met.get(sheet.pk), filled) for sheet in sheets
    ]
    school, scheme = sheets[0].school_class.school, sheets[0].round.term.pinned.scheme
    words = filled_labels("month_sheet", 评星小组=scheme.committee_name, 政教处=school.office_name)
    shared = {"school": school.name, "labels": words}
    return typeset_rows("month_sheet", shared, rows, size=_SHEETS_A_PART)


def slips_pdf(sheets: Sequence[ClassRound], *, named: bool, progress: Progress | None = None) -> bytes:
    """Set 评星自报表, two to a page to be cut: one a pupil with the name on it, or one page of empty ones a class."""
    rosters = _rosters(sheets) if named else {sheet.school_class_id: [_NOBODY] * 2 for sheet in sheets}
    rows = [_slip(sheet, one) for sheet in sheets for one in rosters[sheet.school_class_id]]
    return _slips(sheets[0], rows, progress)


def filled_slips_pdf(sheets: Sequence[ClassRound]) -> bytes:
    """Set the slips as pupils filled them in on screen, to sign and keep: of those who declared anything.

    Raises :class:`Refused` where nobody has.
    """
    said = _declared(sheets)
    rosters = _rosters(sheets)
    rows = [
        {**_slip(sheet, one), "ticked": said[sheet.pk, one["pk"]]}
        for sheet in sheets
        for one in rosters[sheet.school_class_id]
        if (sheet.pk, one["pk"]) in said
    ]
    if not rows:
        raise Refused(
            _("Nobody has declared a star on screen in this month. Print the blank slips instead."), code="none"
        )
    return _slips(sheets[0], rows)


_NOBODY = {"pk": "", "name": "", "seat": "", "group": ""}


def _slip(sheet: ClassRound, one: Mapping[str, str]) -> dict[str, Any]:
    place = {"month": sheet.round.month_name, "class": sheet.class_name}
    return {**place, "name": one["name"], "seat": one["seat"], "group": one["group"]}


def _slips(sheet: ClassRound, rows: Sequence[Mapping[str, Any]], progress: Progress | None = None) -> bytes:
    scheme = sheet.round.term.pinned.scheme
    words = filled_labels("slip", 项数=str(scheme.self_report_max), 评星小组=scheme.committee_name)
    if not scheme.self_report_max:
        words["choose"] = words["choose_free"]
    stars = [item.name for item in StarItem.objects.of_round(sheet.round)]
    shared = {"school": sheet.school_class.school.name, "labels": words, "stars": stars}
    piles: list[Mapping[str, Any]] = stacked(rows, 2, itemgetter("class"), nobody={})
    return typeset_rows("slip", shared, piles, size=_SLIPS_A_PART, progress=progress)


def _declared(sheets: Sequence[ClassRound]) -> dict[tuple[int, str], list[dict[str, str]]]:
    """Give by sheet and pupil the stars that pupils themselves declared, each with its sentence."""
    lines = Nomination.objects.filter(class_round__in=sheets, source=LineSource.SELF).order_by("item__order")
    found: dict[tuple[int, str], list[dict[str, str]]] = defaultdict(list)
    for sheet_pk, student_pk, star, sentence in lines.values_list(
        "class_round_id", "student_id", "item__name", "statement"
    ):
        found[sheet_pk, str(student_pk)].append({"star": star, "example": sentence})
    return found


def _sheet_row(
    sheet: ClassRound,
    items: Sequence[StarItem],
    roster: Sequence[Mapping[str, str]],
    winners: Mapping[tuple[int, int], Sequence[str]],
    met_on: dt.date | None,
    filled: bool,
) -> dict[str, Any]:
    term = sheet.round.term
    scheme, school = term.pinned.scheme, sheet.school_class.school
    quota = scheme.quota_in(len(roster))
    names = {
        "学校": school.name,
        "学期": term.name,
        "月份": sheet.round.month_name,
        "班级": sheet.class_name,
        "名额": str(quota),
        "评星小组": scheme.committee_name,
        "政教处": school.office_name,
        "项数": str(scheme.self_report_max),
    }
    words = filled_labels("month_sheet", **names)
    lines = [{"star": item.name, "winners": list(winners.get((sheet.pk, item.pk), []))} for item in items]
    return {
        "title": words["title"],
        "class": sheet.class_name,
        "expected": str(len(roster)),
        "day": long_day(met_on) if met_on else "",
        "winners": words["winners"] if quota else words["winners_free"],
        "places": max([quota or 5, *(len(line["winners"]) for line in lines)]),
        "lines": lines,
        "filled": filled,
        "committee": words["committee"],
        "office": words["office"],
        "roster_title": words["roster_title"],
        "roster_hint": words["roster_hint"] if scheme.self_report_max else words["roster_hint_free"],
        "roster": [{"seat": one["seat"], "name": one["name"]} for one in roster],
    }


def _rosters(sheets: Sequence[ClassRound]) -> dict[int, list[dict[str, str]]]:
    """Give by class its pupils at the end of the round in seat order: an allow-list of key, seat, name and group."""
    classes = [sheet.school_class_id for sheet in sheets]
    rows = (
        Enrolment.objects.active_on(sheets[0].round.ends_on)
        .filter(school_class__in=classes)
        .select_related("student", "group")
        .order_by("school_class_id", "seat", "student__number")
    )
    found: dict[int, list[dict[str, str]]] = {pk: [] for pk in classes}
    for row in rows:
        one = {
            "pk": str(row.student_id),
            "seat": str(row.seat or ""),
            "name": row.student.name,
            "group": str(row.group or ""),
        }
        found[row.school_class_id].append(one)
    return found


def _committee_days(sheets: Sequence[ClassRound]) -> dict[int, dt.date]:
    """Give by sheet the day on which its committee met, on paper or on screen."""
    held = HeldStep.objects.filter(class_round__in=sheets, step__role=StepRole.COMMITTEE)
    return dict(held.values_list("class_round_id", "held_on"))


def _winners(sheets: Sequence[ClassRound], items: Sequence[StarItem]) -> dict[tuple[int, int], list[str]]:
    """Name winners by sheet and star as they stand on the sheet; who shares a name in the class carries the seat."""
    lines = Nomination.objects.placed().filter(class_round__in=sheets, item__in=items)
    rows = list(lines.values_list("class_round_id", "item_id", "student_id", "student__name"))
    seats = namesakes_on(sheets[0].round.ends_on, [sheet.school_class_id for sheet in sheets])
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for sheet_pk, item_pk, student_pk, name in rows:
        found[sheet_pk, item_pk].append(told_apart(name, student_pk, seats))
    return found


def seats_in(sheets: Sequence[ClassRound]) -> dict[int, int | None]:
    """Give the seats at the end of the round by pupil of the classes of ``sheets``."""
    places = Enrolment.objects.active_on(sheets[0].round.ends_on)
    classes = [sheet.school_class_id for sheet in sheets]
    return dict(places.filter(school_class__in=classes).values_list("student_id", "seat"))
