"""What the page of a sheet's opinions prints, and what stands beside the names."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.deeds.beside import deeds_to_read
from awards.models import ENTRY_STATES, ClassRound, Deed, Nomination, Opinion, StarItem
from awards.opinions.forms import OpinionForm
from awards.rules.kinds import SubjectMode
from awards.sheets.access import may_review
from awards.sheets.contents import Contents
from awards.sheets.stage import Stage
from awards.sheets.subject_teachers import last_day, subject_teachers
from awards.sheets.workflow import Verb, may
from students.models import User
from students.permits.roles import Standing


@dataclass(frozen=True)
class OpinionsPart:
    """The opinions on a sheet beside it, with the boxes to answer in where ``may_reply``.

    ``asked`` says whether there is anything to speak about. ``until`` is the last day for opinions, None on paper,
    where no days are promised; ``silent`` are those who may still speak within them.
    """

    remarks: Sequence[Opinion]
    silent: Sequence[str]
    until: dt.date | None
    running: bool
    may_reply: bool
    next: str
    asked: bool = True

    @property
    def agreed(self) -> list[str]:
        """Who has nothing against the sheet, each once."""
        against = {row.user.name for row in self.against}
        agreeing = (row.user.name for row in self.remarks if row.agrees)
        return list(dict.fromkeys(name for name in agreeing if name not in against))

    @property
    def against(self) -> list[Opinion]:
        return [remark for remark in self.remarks if not remark.agrees]

    @property
    def unanswered(self) -> int:
        return sum(remark.waits for remark in self.remarks)


def opinions_part(sheet: ClassRound, stage: Stage, standing: Standing, day: dt.date, here: str = "") -> OpinionsPart:
    """Gather the part of a page that shows the opinions; two queries, none where nobody has been asked.

    ``here`` is the address to come back to after an answer.
    """
    asked = stage.asked
    scheme = sheet.round.term.pinned.scheme
    if asked is None or scheme.subject_mode == SubjectMode.NONE:
        return OpinionsPart([], [], None, running=False, may_reply=False, next=here, asked=False)
    remarks = opinions_on([sheet])
    until = last_day(scheme, asked)
    running = until is not None and sheet.state in ENTRY_STATES and day <= until
    spoken = {row.user.name for row in remarks}
    teachers = subject_teachers([sheet.school_class_id], day)[sheet.school_class_id] if running else {}
    return OpinionsPart(
        remarks=remarks,
        silent=[name for name in teachers.values() if name not in spoken],
        until=until,
        running=running,
        may_reply=may(sheet.state, Verb.REVIEW, standing.toward(sheet.school_class)),
        next=here,
    )


def disagreements(sheets: Collection[ClassRound]) -> dict[int, list[Opinion]]:
    """Give by sheet every disagreement with its answer, for the office; one query."""
    found: dict[int, list[Opinion]] = defaultdict(list)
    for row in opinions_on(sheets):
        if not row.agrees:
            found[row.class_round_id].append(row)
    return found


def opinions_on(sheets: Collection[ClassRound]) -> list[Opinion]:
    rows = Opinion.objects.filter(class_round__in=sheets)
    return list(rows.select_related("user", "replied_by", "nomination__student", "nomination__item"))


@dataclass(frozen=True)
class ReadStar:
    """The names under a star, each with what this teacher has said of it and the facts that speak for it."""

    name: str
    lines: Sequence[tuple[Nomination, Opinion | None, Sequence[Deed]]]


@dataclass(frozen=True)
class OpinionPage:
    """The sheet as a subject teacher reads it. ``closed`` says why nothing can be said now, in a sentence."""

    sheet: ClassRound
    stars: Sequence[ReadStar]
    own: Opinion | None
    until: dt.date | None
    days_left: int
    closed: str
    form: OpinionForm

    @property
    def won(self) -> list[ReadStar]:
        return [star for star in self.stars if star.lines]

    @property
    def empty(self) -> list[str]:
        """Stars that nobody is to have: no fault, and nothing to read (A9)."""
        return [star.name for star in self.stars if not star.lines]

    @property
    def names(self) -> int:
        return sum(len(star.lines) for star in self.stars)

    @property
    def against(self) -> list[Opinion]:
        """What this teacher has against the sheet or names on it now."""
        lines = [own for star in self.stars for _line, own, _deeds in star.lines]
        return [one for one in (self.own, *lines) if one is not None and not one.agrees]

    @property
    def nothing_against(self) -> bool:
        return self.own is not None and self.own.agrees and not self.against


def opinion_page(
    sheet: ClassRound, user: User, standing: Standing, day: dt.date, form: OpinionForm | None = None
) -> OpinionPage:
    """Gather the page in seven queries. Before the list is ready it shows none of what groups and committee propose."""
    stage = Stage.load(sheet)
    asked = stage.asked
    until = last_day(sheet.round.term.pinned.scheme, asked) if asked is not None else None
    own = {row.nomination_id: row for row in opinions_on([sheet]) if row.user_id == user.pk}
    return OpinionPage(
        sheet=sheet,
        stars=_stars(sheet, own, standing) if asked is not None else [],
        own=own.get(None),
        until=until,
        days_left=(until - day).days + 1 if until is not None else 0,
        closed=_closed(sheet, standing, asked is not None, until, day),
        form=form or OpinionForm(sheet=sheet),
    )


def _stars(sheet: ClassRound, own: dict[int | None, Opinion], standing: Standing) -> list[ReadStar]:
    lines: dict[int, list[tuple[Nomination, Opinion | None, Sequence[Deed]]]] = defaultdict(list)
    placed = list(Nomination.objects.placed().filter(class_round=sheet).select_related("student"))
    beside = deeds_to_read(sheet, standing, {line.student_id for line in placed})
    for line in placed:
        lines[line.item_id].append((line, own.get(line.pk), beside.get((line.student_id, line.item_id), ())))
    items = StarItem.objects.of_round(sheet.round)
    return [ReadStar(item.name, lines[item.pk]) for item in items]


def _closed(sheet: ClassRound, standing: Standing, asked: bool, until: dt.date | None, day: dt.date) -> str:
    scheme = sheet.round.term.pinned.scheme
    if scheme.subject_mode == SubjectMode.NONE:
        return _("Subject teachers are not asked under this scheme. There is nothing to fill in.")
    if not may(sheet.state, Verb.OPINE, standing.toward(sheet.school_class)):
        return _("The sheet has been submitted: opinions are closed.")
    if not asked:
        return _("The list is not ready yet: the class is still discussing it. Come back once it is over.")
    if until is not None and day > until:
        return _("The days for opinions are over. Silence counts as no objection.")
    return ""


def opinions_beside(contents: Contents, standing: Standing, day: dt.date, view: str) -> OpinionsPart | None:
    """Give the opinions for a page of the sheet at the address ``view``; None for who is not to read them."""
    sheet = contents.sheet
    if not (standing.school_wide or may_review(standing, sheet.school_class)):
        return None
    return opinions_part(sheet, contents.stage, standing, day, reverse(view, args=[sheet.pk], fragment="opinions"))
