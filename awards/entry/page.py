"""The page of one class's sheet, and the part of it that a save sends back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils import timezone

from awards.deeds.beside import QuietPupil, deeds_to_read, quiet_pupils
from awards.entry import side
from awards.entry.grid import Column, GridRow, TileStar, cells_on, columns, declared_cells, grid_rows, tile_stars
from awards.entry.shortlist_page import Shortlist, shortlist_of
from awards.entry.stars import Answer, StarLine, star_lines
from awards.entry.waiting import Pasted, pasted_part
from awards.models import ENTRY_STATES, FILED_STATES, ClassRound, LineSource, LineState, Step
from awards.opinions.page import OpinionsPart, opinions_beside
from awards.rules.kinds import StepRole
from awards.rules.problems import SUBJECTS_EARLY, Problem, sheet_problems
from awards.sheets.access import may_review, remarks_on
from awards.sheets.contents import Contents
from awards.sheets.entering import why_not_add
from awards.sheets.facts import facts_in
from awards.sheets.on_screen import open_on_paper, running_on_screen
from awards.sheets.workflow import Verb, may
from awards.steps.marks import StepMark, marks
from awards.steps.next_thing import NextThing, next_after, next_in_entry
from starrating.offers.acts import Done
from students.models import User
from students.names.people import Person
from students.permits.roles import SCHOOL_WIDE, Role, Standing

VIEWS = ("stars", "tiles", "grid")
# Where names wait that are not on the sheet, by the finding's code.
_WAITING = {"pending": "?view=stars#waiting-%d", "pasted": "?view=stars&star=%d#pasted"}


@dataclass(frozen=True)
class Live:
    """What a save changes: sent with every page, and alone as the answer to a script."""

    sheet: ClassRound
    view: str
    writable: bool
    stars: list[StarLine]
    columns: list[Column]
    problems: list[Problem]
    on: str
    declared: str
    seen_at: float
    news: list[str] = field(default_factory=list)
    # What was just entered together, with the offer to undo it.
    done: Done | None = None
    made: str = ""
    # What was pasted and waits to be confirmed.
    pasted: Pasted | None = None
    # Names that the committee's paper did not choose, by star, until that is said of them.
    rest: Sequence[tuple[str, Sequence[str]]] = ()
    # The step that is taken on screen now.
    running: Step | None = None

    @property
    def next(self) -> NextThing:
        return next_in_entry(self.sheet, self.problems, self.running, self.names)

    @property
    def blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)

    @property
    def waiting(self) -> int:
        """How many pieces of typed or pasted text are not on the sheet yet."""
        return sum(int(str(one.params["count"])) for one in self.problems if one.code in _WAITING)

    @property
    def early(self) -> bool:
        """Whether subject teachers have days left, so that submitting asks to be confirmed."""
        return any(problem.code == SUBJECTS_EARLY for problem in self.problems)

    @property
    def names(self) -> int:
        """How many names stand on the sheet."""
        return len(self.on.split())


@dataclass(frozen=True)
class Asked:
    """What the reader asked for: a view, a star of the tiles, what changed since an earlier look, an answer's words."""

    view: str = "stars"
    item_pk: int | None = None
    since: dt.datetime | None = None
    answer: Answer | None = None
    news: Sequence[str] = ()
    done: Done | None = None
    step_data: Mapping[str, object] | None = None
    # A pasted month that could not be read, to be mended where it was pasted, and why.
    paste: str = ""
    paste_error: str = ""


@dataclass(frozen=True)
class SheetPage:
    live: Live
    may_recall: bool
    late_days: int
    people: list[Person]
    rows: list[GridRow]
    tiles: list[TileStar]
    starless: list[side.Starless]
    steps: list[side.StepRow]
    history: list[side.Event]
    changes: list[side.Event]
    notice_url: str
    # Where the class worked on screen, for who may see the counts.
    shortlist_url: str
    # Why no name is typed in while the committee on screen has not decided; empty where it is.
    no_typing: str
    # In place of the boxes once the committee has voted on screen; None where names are entered or only read.
    shortlist: Shortlist | None
    # Every class has its steps in a line above the names, on paper too.
    strip: Sequence[StepMark]
    # What subject teachers say, for the class's own teacher and the office: None for their colleagues.
    opinions: OpinionsPart | None
    may_object: bool
    # Who has facts and no name on the sheet, for who teaches the class.
    quiet: Sequence[QuietPupil]
    # What one press may tick, and the step that runs on screen instead.
    on_paper: Sequence[Step]
    running: Step | None
    # What follows once the sheet has left the class.
    next: NextThing | None
    asked: Asked

    @property
    def sheet(self) -> ClassRound:
        return self.live.sheet

    @property
    def starless_left(self) -> int:
        return sum(not pupil.here for pupil in self.starless)

    @property
    def in_entry(self) -> bool:
        return self.sheet.state in ENTRY_STATES

    @property
    def filed(self) -> bool:
        return self.sheet.state in FILED_STATES


def sheet_page(sheet: ClassRound, *, user: User, standing: Standing, day: dt.date, asked: Asked) -> SheetPage:
    """Gather the whole page: eight queries beside the sheet's own, whatever the size of the class."""
    roles = standing.toward(sheet.school_class)
    contents = Contents.load(sheet)
    before = side.winners_before(sheet)
    live = live_part(sheet, contents, standing=standing, asked=asked, before=before)
    grid = asked.view == "grid"
    reviewing = may_review(standing, sheet.school_class)
    replaced = reviewing and live.writable and contents.voted
    beside = deeds_to_read(sheet, standing, list(contents.people))
    notice_url = _notice_url(sheet, standing, day)
    return SheetPage(
        live=live,
        may_recall=may(sheet.state, Verb.RECALL, roles),
        late_days=sheet.late_days(day),
        people=list(contents.people.values()),
        rows=grid_rows(contents, writable=live.writable) if grid else [],
        tiles=_tiles(contents, asked, before) if asked.view == "tiles" else [],
        starless=side.starless(sheet, contents),
        steps=side.step_rows(contents, day=day, teacher=user.name, data=asked.step_data),
        history=side.history(sheet),
        changes=side.changes_since(sheet, asked.since, user) if asked.since else [],
        notice_url=notice_url,
        shortlist_url=reverse("awards:shortlist", args=[sheet.pk]) if reviewing and _on_screen(contents) else "",
        no_typing=_no_typing(contents) if live.writable else "",
        shortlist=shortlist_of(contents, user=user, roles=roles, beside=beside) if replaced else None,
        strip=marks(sheet, contents.stage),
        opinions=opinions_beside(contents, standing, day, "awards:sheet"),
        may_object=may(sheet.state, Verb.OBJECT, roles),
        quiet=quiet_pupils(contents.people.values(), beside, {line.student_id for line in contents.placed()}),
        on_paper=open_on_paper(contents),
        running=live.running,
        next=next_after(sheet, notice_url, _print_url(sheet, standing)),
        asked=asked,
    )


def _tiles(contents: Contents, asked: Asked, before: Sequence[tuple[int, int, str]]) -> list[TileStar]:
    last_month: dict[int, set[int]] = defaultdict(set)
    for item_pk, student_pk, _name in before:
        last_month[item_pk].add(student_pk)
    return tile_stars(contents, asked.item_pk, last_month)


def live_part(
    sheet: ClassRound,
    contents: Contents,
    *,
    standing: Standing,
    asked: Asked,
    before: Sequence[tuple[int, int, str]] = (),
    made: str = "",
) -> Live:
    """Gather what a save changes, from what is loaded already; one query for a returned sheet, else none."""
    writable = may(sheet.state, Verb.ENTER, standing.toward(sheet.school_class))
    hints: dict[int, list[str]] = defaultdict(list)
    for item_pk, _student_pk, name in before:
        hints[item_pk].append(name)
    return Live(
        sheet=sheet,
        view=asked.view,
        writable=writable,
        stars=star_lines(contents, hints, asked.answer, remarks_on(sheet)) if asked.view == "stars" else [],
        columns=columns(contents) if asked.view == "grid" else [],
        problems=_problems(contents) if sheet.state in ENTRY_STATES else [],
        on=" ".join(sorted(cells_on(contents))),
        declared=" ".join(sorted(declared_cells(contents))),
        seen_at=timezone.now().timestamp(),
        news=list(asked.news),
        done=asked.done,
        made=made,
        pasted=pasted_part(contents) if writable else None,
        running=running_on_screen(contents),
        rest=_rest(contents) if writable and contents.stage.is_over(StepRole.COMMITTEE) else (),
    )


def _problems(contents: Contents) -> list[Problem]:
    """Find what stands in the way; names that were not recognised lead to where they wait."""
    stars = {item.code: item.pk for item in contents.items.values()}
    return [
        replace(problem, url=_WAITING[problem.code] % stars[problem.item_code or ""])
        if problem.code in _WAITING
        else problem
        for problem in sheet_problems(facts_in([contents])[contents.sheet.pk])
    ]


def _rest(contents: Contents) -> list[tuple[str, list[str]]]:
    names: dict[int, list[str]] = defaultdict(list)
    for line in contents.lines.values():
        if line.state == LineState.PROPOSED:
            names[line.item_id].append(contents.name_of(line))
    return [(item.name, names[pk]) for pk, item in contents.items.items() if pk in names]


def _no_typing(contents: Contents) -> str:
    no = None if contents.voted else why_not_add(contents)
    return no.message if no is not None else ""


def _on_screen(contents: Contents) -> bool:
    """Tell whether any of the class's steps was taken on screen, or a pupil has declared on it."""
    online = any(not held.on_paper for held in contents.stage.held.values())
    return online or any(line.source == LineSource.SELF for line in contents.lines.values())


def _notice_url(sheet: ClassRound, standing: Standing, day: dt.date) -> str:
    """Give the address of the class's notice: while it is up, and for those who keep the record afterwards."""
    over = sheet.notice_until is None or sheet.notice_until < day
    if sheet.state not in FILED_STATES or (over and not standing.school_wide):
        return ""
    return reverse("reports:class_notice", args=[sheet.pk])


def _print_url(sheet: ClassRound, standing: Standing) -> str:
    """Give the address of the sheet as a paper; empty for who may not print it."""
    may_print = standing.toward(sheet.school_class) & {Role.HOMEROOM, *SCHOOL_WIDE}
    return reverse("reports:class_month_paper", args=[sheet.pk, "filled"]) if may_print else ""
