"""What people read in the package: notices, the scheme, and how to read the rest. In Chinese, whoever exports it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _

from awards.models import FILED_STATES, ClassRound, StarItem
from awards.schemes.page import SchemePage, scheme_page
from reports.archive.checking import layout
from reports.archive.tables import class_code
from reports.notices.notices import Notice, class_notices
from starrating import joiners
from students.models import Term

# One after the other in one file: an archive is read where nobody knows which language its reader has.
_GUIDES = tuple(Path(__file__).with_name(f"README.{language}.txt") for language in ("zh", "en"))
# What a person may have typed and a text file should not carry on.
_INVISIBLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


def guide(term: Term, *, at: dt.datetime, version: str) -> str:
    """Explain in both languages how to read and check the package without this program, and what it proves."""
    school = term.school
    words = {"school": school.name, "term": term.code, "made": f"{at:%Y-%m-%d %H:%M}", "version": version}
    words |= {"office": school.office_name, "committee": term.pinned.scheme.committee_name}
    text = "\n\n".join(guide.read_text(encoding="utf-8") for guide in _GUIDES)
    for name, value in words.items():
        text = text.replace("{" + name + "}", plain(value))
    return text


def in_windows(text: str) -> bytes:
    """Give a text with the line ends of Windows, where such files are opened."""
    return text.replace("\n", "\r\n").encode(layout.ENCODING)


def plain(text: str) -> str:
    """Take control characters out of a text."""
    return text.translate(_INVISIBLE)


def notices(term: Term, today: dt.date) -> Iterator[tuple[str, str]]:
    """Give path below the folder of notices, and text, of every sheet on file; six statements a round."""
    sheets = (
        ClassRound.objects.filter(round__term=term, state__in=FILED_STATES)
        .whole()
        .order_by("round__starts_on", "-school_class__entry_year", "school_class__number")
    )
    for _round, grouped in groupby(sheets, key=lambda sheet: sheet.round_id):
        of_round = list(grouped)
        for sheet, notice in zip(of_round, class_notices(of_round, today), strict=True):
            name = f"{as_folder(sheet.round.label)}/{class_code(sheet.school_class)}.txt"
            yield name, notice_text(sheet, notice)


def as_folder(label: str) -> str:
    """Give a label as the name of a folder: nothing in it may lead elsewhere."""
    return "".join(character if character.isalnum() or character == "-" else "_" for character in label)


def notice_text(sheet: ClassRound, notice: Notice) -> str:
    """Write the class's notice as a text."""
    lines = [_("Public notice of stars"), f"{sheet.round.full_name}  {notice.readers}", "", notice.text, ""]
    lines += [
        joiners.explained_by(f"{row.number}. {row.star}", "".join(row.winners))
        for part in notice.sections
        for row in part.rows
    ]
    lines += [
        "",
        _("Notice period: %(period)s") % {"period": notice.period},
        notice.appeal,
        _("Contact: %(contact)s %(phone)s") % {"contact": notice.contact, "phone": notice.phone},
        _("Filing number: %(number)s") % {"number": sheet.filing_number},
        "",
        notice.signed_by,
        notice.day,
    ]
    return plain("\n".join(lines)) + "\n"


def scheme_text(term: Term) -> str:
    """Write the version of the scheme that the term was held under, whole."""
    page = scheme_page(term.pinned.scheme, term)
    scheme = page.scheme
    lines = [scheme.name, _("Version %(number)d") % {"number": scheme.version}, "", scheme.guiding_idea]
    lines += [*_numbered(scheme.principles), "", scheme.committee_name, scheme.committee_members, ""]
    lines += _items(page.ordinary) + _items(page.champions)
    lines += _numbered([step.name for step in page.steps])
    lines += ["", *page.limits, *page.notice, *_rules(page)]
    return plain("\n".join(lines)) + "\n"


def _rules(page: SchemePage) -> list[str]:
    return [
        "",
        *_numbered([kind.name for kind in page.exams]),
        *page.champion_rules,
        "",
        *(joiners.explained_by(ground.name, -ground.stars) for ground in page.grounds),
        *page.deduction_rules,
        "",
        *(joiners.explained_by(level.name, f"{level.lower_bound}–{level.until or ''}") for level in page.levels),
        *page.rewards,
    ]


def _items(items: Sequence[StarItem]) -> list[str]:
    lines = []
    for item in items:
        lines += [f"{item.name} ({item.value})", *(f"  {line}" for line in _numbered(item.criteria)), ""]
    return lines


def _numbered(lines: Sequence[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
