"""A school's rules of data processing: which version was in force when, and what they say until it has its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from students.models import DataRules, School

# Of the text on the form that guardians sign, and of the rules as they come; another text is another version.
TEXT_VERSION = "2026-5"
_HEADING = re.compile(r"^#+\s*")


@dataclass(frozen=True)
class Part:
    """A heading, empty at most at the beginning, with its paragraphs."""

    heading: str
    paragraphs: Sequence[str]


def in_force(school: School, day: dt.date) -> DataRules | None:
    """Give the version that was in force on ``day``; None while the school goes by the text as it comes."""
    return DataRules.objects.in_force(school, day).first()


def version_on(school: School, day: dt.date) -> str:
    """Name what a guardian who signs on ``day`` has read: the form's text, and the school's version if it has one."""
    row = in_force(school, day)
    return f"{TEXT_VERSION}/{row.version}" if row else TEXT_VERSION


def parts_of(text: str) -> list[Part]:
    """Take a text apart: a line that begins with ``#`` is a heading, a blank line ends a paragraph."""
    parts: list[Part] = []
    heading, paragraphs = "", list[str]()
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        first, _rest, more = block.partition("\n")
        if _HEADING.match(first):
            if heading or paragraphs:
                parts.append(Part(heading, paragraphs))
            heading, paragraphs = _HEADING.sub("", first).strip(), [more] if more.strip() else []
        else:
            paragraphs.append(block)
    return [*parts, Part(heading, paragraphs)]


def shipped_text(school: School) -> str:
    """Give the rules as they come, filled in from what the school has set."""
    return "\n\n".join(f"# {heading}\n\n{text}" for heading, text in _shipped(school))


def _shipped(school: School) -> list[tuple[str, str]]:
    known = {
        "school": school.name,
        "stage": school.get_stage_display(),
        "office": school.office_name,
        "phone": school.office_phone,
        "months": school.keep_contacts_months,
        "days": school.keep_deeds_days,
    }
    responsible = _("%(school)s (%(stage)s) decides what is recorded here and answers for it. Ask the %(office)s.")
    if school.office_phone:
        responsible = _(
            "%(school)s (%(stage)s) decides what is recorded here and answers for it. Ask the %(office)s,"
            " phone %(phone)s."
        )
    return [
        (_("Who answers for the data"), responsible % known),
        (
            _("What is recorded, and what for"),
            _(
                "For the monthly star rating: name, school number, class and seat; sex and date of birth where the"
                " school has them. As the record of the rating: stars, decisions, deductions, levels and papers. To"
                " reach a family: guardians' names and phone numbers. No marks, no addresses, no identity numbers."
            ),
        ),
        (
            _("Children under fourteen"),
            _(
                "Data of a child under fourteen are sensitive by law. A guardian agrees to the processing, and to the"
                " photo, the name on a public page and the guardian's window each by itself. Whoever does not agree"
                " takes part in everything else all the same, and a consent can be withdrawn as easily as it was"
                " given."
            ),
        ),
        (
            _("Who can read them"),
            _(
                "The pupil; the teachers of the class; the %(office)s, the headmaster and the administrators, each as"
                " far as the task needs it. Lists that a class sees show no deductions and no rank. Guardians'"
                " numbers are covered, and who asks for one says why and is recorded. Nothing is passed on to anybody"
                " outside the school."
            )
            % known,
        ),
        (
            _("How long they are kept"),
            _(
                "Guardians' contacts, the date of birth and the photo stay after the pupil has left; months:"
                " %(months)d. Facts noted between months stay after the term is settled; days: %(days)d. Ballots stay"
                " until the sheet is final. Stars, decisions and the record of who did what are the school's record and"
                " stay."
            )
            % known,
        ),
        (
            _("What you may ask for"),
            _(
                "A copy of all that is held on a pupil; that what is wrong is corrected; that what is no longer"
                " needed is deleted; that a consent ends. Tell the homeroom teacher or the %(office)s, on paper or in"
                " person. The school answers within 15 working days, and gives its reasons in writing where it says"
                " no."
            )
            % known,
        ),
        (
            _("If something goes wrong"),
            _(
                "If data are lost or read by somebody who should not, the school notes it, stops it, and tells the"
                " families concerned and the authority."
            ),
        ),
    ]
