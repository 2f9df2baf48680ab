"""Call list and seating list of a ceremony on paper: names and classes, never a phone, a level or a number of stars."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import translation

from awards.ceremonies.page import Call, CallRow, CeremonyPage, Invited
from awards.rules.ceremonies import Reply
from reports.honours.files import PAPER_LANGUAGE
from reports.namesakes import Seats, namesakes_settled, told_apart
from reports.typesetting.placeholders import said_moment
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import filled_labels


def call_list_pdf(page: CeremonyPage) -> bytes:
    """Set who is called, in order of appearance, with the readings of names that not everybody can read."""
    with translation.override(PAPER_LANGUAGE):
        words = filled_labels("call_list", 活动=page.ceremony.title)
        seats = _seats(page)
        data = {
            **_head(page, words),
            "rows": [_called(row, seats, words) for row in page.calls],
            "totals": [str(page.certificates), str(page.titles)],
        }
        return typeset("call_list", data)


def seating_list_pdf(page: CeremonyPage) -> bytes:
    """Set where everybody sits: pupils in order of appearance, then families by the numbers that they have said."""
    with translation.override(PAPER_LANGUAGE):
        words = filled_labels("seating_list", 活动=page.ceremony.title)
        seats = _seats(page)
        data = {
            **_head(page, words),
            "places": [
                {
                    "number": str(row.number),
                    "class": row.class_name,
                    "name": told_apart(row.student.name, row.student.pk, seats),
                }
                for row in page.calls
            ],
            "guardians": list(_families(page.invited, seats, words)),
            "totals": [str(len(page.calls)), str(page.guests)],
        }
        return typeset("seating_list", data)


def _head(page: CeremonyPage, words: dict[str, str]) -> dict[str, Any]:
    ceremony = page.ceremony
    when = said_moment(ceremony.day, ceremony.begins_at)
    facts = [f"{words['when']}：{when}", f"{words['where']}：{ceremony.place}"]
    return {"school": ceremony.school.name, "labels": words, "occasion": facts}


def _called(row: CallRow, seats: Seats, words: dict[str, str]) -> dict[str, Any]:
    return {
        "number": str(row.number),
        "class": row.class_name,
        "name": told_apart(row.student.name, row.student.pk, seats),
        "spoken": row.spoken,
        "marks": [_mark(row.certificate), _mark(row.parent_title)],
        "remark": words["left"] if row.has_left else "",
    }


def _mark(call: Call | None) -> str:
    return call.number if call else ""


def _families(invited: Sequence[Invited], seats: Seats, words: dict[str, str]) -> Iterable[dict[str, str]]:
    taken = 0
    for one in invited:
        if one.reply == Reply.DECLINED:
            continue
        student = one.entitlement.student
        number = words["open"]
        if one.guests:
            number = str(taken + 1) if one.guests == 1 else f"{taken + 1}–{taken + one.guests}"
            taken += one.guests
        yield {"number": number, "class": one.class_name, "name": told_apart(student.name, student.pk, seats)}


def _seats(page: CeremonyPage) -> Seats:
    """Give the seats of namesakes as each term was settled."""
    terms = {row.term for row in page.calls} | {one.entitlement.term for one in page.invited}
    return {pk: seat for term in terms for pk, seat in namesakes_settled(term).items()}
