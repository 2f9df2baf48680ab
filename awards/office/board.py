"""The office's board: every class of the round, what its checks find, who is late since when."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from awards.models import ENTRY_STATES, ClassRound, Opinion, Round, SheetState
from awards.office.flags import flagged, open_objections
from awards.office.overruled import Change, changes_of_vote
from awards.opinions.page import disagreements
from awards.rules.facts import SheetFacts
from awards.rules.problems import Problem
from awards.sheets.facts import facts_of
from awards.terms.contacts import Contact, homeroom_contacts, within_term
from starrating.days import short_day
from starrating.joiners import in_a_row


class Place(models.TextChoices):
    """Where a class stands on the board: a sheet's state, told apart by what the office has to do with it."""

    NOT_STARTED = "not_started", gettext_lazy("Not started")
    OPEN = "open", gettext_lazy("Being filled in")
    RETURNED = "returned", gettext_lazy("Returned")
    FLAGGED = "flagged", gettext_lazy("Submitted, to look at")
    CLEAN = "clean", gettext_lazy("Submitted, nothing found")
    IN_NOTICE = "in_notice", gettext_lazy("On notice")
    FINAL = "final", gettext_lazy("Final")


_DIRECT = {SheetState.RETURNED: Place.RETURNED, SheetState.IN_NOTICE: Place.IN_NOTICE, SheetState.FINAL: Place.FINAL}
_SUBMITTED = frozenset({Place.FLAGGED, Place.CLEAN})
MISSING_PLACES = frozenset({Place.NOT_STARTED, Place.OPEN, Place.RETURNED})


@dataclass(frozen=True)
class Row:
    """One class on the board. ``late_days`` counts from the day after the sheet was due; 0 is not late."""

    sheet: ClassRound
    name: str
    place: Place
    names: int
    problems: Sequence[Problem]
    contact: Contact
    late_days: int
    # Names declared or nominated that nobody has decided on yet, while the sheet is with its class.
    undecided: int = 0
    # What subject teachers disagree with, each with its answer (A39).
    against: Sequence[Opinion] = ()
    # What the teacher changed of the committee's vote, each with its reason (A57).
    changed: Sequence[Change] = ()

    @property
    def blocked(self) -> bool:
        """Whether something must be corrected before the sheet can be filed."""
        return any(problem.blocks for problem in self.problems)

    @property
    def state(self) -> str:
        """The state as the badge names its looks."""
        if self.late_days:
            return "late"
        return SheetState.SUBMITTED if self.place in _SUBMITTED else self.place

    @property
    def late_note(self) -> str:
        if not self.late_days:
            return ""
        sentence = ngettext(
            "Overdue since %(day)s, %(count)d day", "Overdue since %(day)s, %(count)d days", self.late_days
        )
        first = self.sheet.round.due_on + dt.timedelta(days=1)
        return sentence % {"day": short_day(first), "count": self.late_days}


@dataclass(frozen=True)
class Count:
    """How many classes stand in one place, and where on the page they are."""

    label: str
    state: str
    number: int
    anchor: str


@dataclass(frozen=True)
class BoardPage:
    """What the board prints. ``round`` is None in a school without any round."""

    rounds: Sequence[Round]
    round: Round | None
    today: dt.date
    rows: Sequence[Row] = ()
    reminder: str = ""

    @property
    def missing(self) -> list[Row]:
        """Classes that have not handed in: late ones first, then by grade and number."""
        rows = [row for row in self.rows if row.place in MISSING_PLACES]
        return sorted(rows, key=lambda row: -row.late_days)

    @property
    def submitted(self) -> list[Row]:
        """Waiting for the office: those to look at first."""
        rows = [row for row in self.rows if row.place in _SUBMITTED]
        return sorted(rows, key=lambda row: row.place == Place.CLEAN)

    @property
    def filed(self) -> list[Row]:
        return [row for row in self.rows if row.place in (Place.IN_NOTICE, Place.FINAL)]

    @property
    def clean_count(self) -> int:
        return sum(row.place == Place.CLEAN for row in self.rows)

    @property
    def flagged(self) -> list[Row]:
        """Handed in, with something to look at."""
        return [row for row in self.rows if row.place == Place.FLAGGED]

    @property
    def counts(self) -> list[Count]:
        numbers = Counter(row.place for row in self.rows)
        late = sum(bool(row.late_days) for row in self.rows)
        counts = [Count(pgettext("sheets", "Overdue"), "late", late, "missing")]
        counts += [Count(str(place.label), _look(place), numbers[place], _anchor(place)) for place in Place]
        return [count for count in counts if count.number]


def board_page(rounds: Sequence[Round], round_: Round | None, today: dt.date) -> BoardPage:
    """Give the board of ``round_`` as of ``today``; the checks' queries and six, for any number of classes."""
    if round_ is None:
        return BoardPage(rounds, None, today)
    of_round = ClassRound.objects.filter(round=round_).saying_what_waits()
    sheets = list(of_round.select_related("school_class__school").in_paper_order())
    for sheet in sheets:
        # The round is at hand with its term and scheme; joining it to every sheet would read it 36 times.
        sheet.round = round_
    facts = facts_of(sheets, today)
    changes = changes_of_vote(sheets, facts)
    flags = flagged(facts, open_objections(sheet.pk for sheet in sheets), changes)
    class_pks = [sheet.school_class_id for sheet in sheets]
    contacts = homeroom_contacts(class_pks, within_term(round_, today))
    against = disagreements([sheet for sheet in sheets if facts[sheet.pk].subjects.disagreed])
    rows = [
        row_of(
            sheet,
            facts[sheet.pk],
            flags[sheet.pk],
            contacts[sheet.school_class_id],
            today,
            against=against.get(sheet.pk, ()),
            changed=changes.get(sheet.pk, ()),
        )
        for sheet in sheets
    ]
    return BoardPage(rounds, round_, today, rows, reminder_text(round_, rows, today))


def row_of(
    sheet: ClassRound,
    facts: SheetFacts,
    problems: Sequence[Problem],
    contact: Contact,
    today: dt.date,
    *,
    against: Sequence[Opinion] = (),
    changed: Sequence[Change] = (),
) -> Row:
    """Make a row; ``problems`` are the flags of the sheet, ``against`` what its subject teachers disagree with.

    ``changed`` is what the homeroom teacher changed of the vote.
    """
    # Missing names are no finding before the class has said that it is ready.
    shown = problems if sheet.state not in ENTRY_STATES else []
    return Row(
        sheet=sheet,
        name=sheet.class_name,
        place=_place(sheet, facts, problems),
        names=len(facts.lines),
        problems=shown,
        contact=contact,
        late_days=sheet.late_days(today),
        undecided=facts.undecided if sheet.state in ENTRY_STATES else 0,
        against=against if sheet.state not in ENTRY_STATES else (),
        changed=changed if sheet.state not in ENTRY_STATES else (),
    )


def reminder_text(round_: Round, rows: Sequence[Row], today: dt.date) -> str:
    """Write a text for the teachers' chat group that names the classes still missing; empty when there are none."""
    returned = [row.name for row in rows if row.place == Place.RETURNED]
    missing = [row.name for row in rows if row.place in MISSING_PLACES and row.place != Place.RETURNED]
    words = {"round": round_.name, "due": short_day(round_.due_on), "office": round_.term.school.office_name}
    lines = []
    if missing:
        late = today > round_.due_on
        sentence = (
            _(
                "The star sheets of %(round)s were due at the %(office)s by the end of %(due)s. Still missing:"
                " %(classes)s. Please submit them soon."
            )
            if late
            else _(
                "The star sheets of %(round)s are due at the %(office)s by the end of %(due)s. Still missing:"
                " %(classes)s."
            )
        )
        lines.append(sentence % {**words, "classes": in_a_row(missing)})
    if returned:
        sentence = _("Returned, to be corrected and submitted again: %(classes)s.")
        lines.append(sentence % {"classes": in_a_row(returned)})
    return "\n".join(lines)


def _place(sheet: ClassRound, facts: SheetFacts, problems: Sequence[Problem]) -> Place:
    state = SheetState(sheet.state)
    if state == SheetState.SUBMITTED:
        return Place.FLAGGED if problems else Place.CLEAN
    if state == SheetState.OPEN:
        begun = sheet.version or facts.lines
        return Place.OPEN if begun else Place.NOT_STARTED
    return _DIRECT[state]


def _look(place: Place) -> str:
    return "returned" if place == Place.FLAGGED else "submitted" if place == Place.CLEAN else place.value


def _anchor(place: Place) -> str:
    if place in MISSING_PLACES:
        return "missing"
    return "submitted" if place in _SUBMITTED else "filed"
