"""What papers and files are called where somebody saves them: in the reader's language, by class, month and kind.

A file is kept for longer than a school year, so that its month has the year.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _, pgettext, pgettext_lazy

from awards.models import Ceremony, ClassRound, Round, Scheme
from starrating.days import long_day
from students.models import Term

# By the kind of a month's paper, as it stands in the address.
_OF_MONTH = {
    "blank": pgettext_lazy("file name", "empty class sheet"),
    "filled": pgettext_lazy("file name", "class sheet"),
    "slips": pgettext_lazy("file name", "self-report slips"),
    "filled-slips": pgettext_lazy("file name", "self-reports as declared on screen"),
    "empty-slips": pgettext_lazy("file name", "empty self-report slips"),
    "pack": pgettext_lazy("file name", "papers for the class meeting"),
    "good-news": pgettext_lazy("file name", "good news"),
    "notices": pgettext_lazy("file name", "public notice"),
    "register": pgettext_lazy("file name", "register of filed sheets"),
}


def of_month(round_: Round, kind: str, readers: str = "") -> str:
    """Name a month's paper of one of the kinds, where it is not of the whole school for ``readers``: 七年级(4)班."""
    words = {"month": round_.full_name, "paper": _OF_MONTH[kind], "readers": readers}
    if not readers:
        return pgettext("file name", "%(month)s %(paper)s") % words
    return pgettext("file name", "%(readers)s %(month)s %(paper)s") % words


def of_sheets(sheets: Sequence[ClassRound], kind: str, readers: str = "") -> str:
    """Name a paper made of ``sheets`` of one month; a single sheet is its class's."""
    return of_month(sheets[0].round, kind, readers or (sheets[0].class_name if len(sheets) == 1 else ""))


def of_term(term: Term, paper: object) -> str:
    """Name a paper of a term: 2025–2026学年第一学期荣誉证书."""
    return pgettext("file name", "%(term)s %(paper)s") % {"term": term.name, "paper": paper}


def of_ceremony(ceremony: Ceremony, paper: object) -> str:
    """Name a paper of a ceremony: 2026年3月2日开学典礼荣誉证书."""
    words = {"day": long_day(ceremony.day), "ceremony": ceremony.title, "paper": paper}
    return pgettext("file name", "%(day)s %(ceremony)s %(paper)s") % words


def workbook(term: Term) -> str:
    return _("%(term)s stars") % {"term": term.name}


def ledger(term: Term) -> str:
    return _("%(term)s star ledger") % {"term": term.name}


def archive(term: Term) -> str:
    return _("%(term)s star archive") % {"term": term.name}


def board(term: Term) -> str:
    return of_term(term, pgettext("file name", "honour board"))


def scheme(version: Scheme) -> str:
    return _("%(name)s, version %(version)s") % {"name": version.name, "version": version.version}


def term_pages(term: Term, readers: str) -> str:
    """Name the guardians' pages of a class, or of one pupil."""
    return pgettext("file name", "%(readers)s guardians' page, %(term)s") % {"readers": readers, "term": term.name}


def term_deeds(term: Term, class_name: str) -> str:
    """Name the facts of a class's term, for the remarks."""
    return pgettext("file name", "%(class)s facts, %(term)s") % {"class": class_name, "term": term.name}


def term_pack(term: Term, class_name: str) -> str:
    words = {"class": class_name, "term": term.name}
    return pgettext("file name", "%(class)s papers to hand out, %(term)s") % words


def consent_forms(class_name: str) -> str:
    return pgettext("file name", "%(class)s consent forms") % {"class": class_name}


def objection_form() -> str:
    return pgettext("file name", "Objection form")


def deduction_form() -> str:
    """Name the form of a deduction; no pupil is named where a browser lists its downloads."""
    return pgettext("file name", "Deduction form")


def window_slips(class_name: str) -> str:
    return pgettext("file name", "%(class)s slips for the guardian's window") % {"class": class_name}


def appeal_answer() -> str:
    """Name the answer to an appeal; no pupil is named where a browser lists its downloads."""
    return pgettext("file name", "Answer to an appeal")
