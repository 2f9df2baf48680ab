"""Put names under stars and take them off."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from awards.models import PLACED_STATES, ClassRound, LineSource, LineState, Nomination, Verdict
from awards.sheets.contents import Contents, once_taken_off
from awards.sheets.limits import why_not
from awards.sheets.on_screen import left_to_committee
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from starrating.refused import Refused
from students.models import User
from students.permits.roles import Standing

W = TypeVar("W")


@dataclass(frozen=True)
class Change:
    """One cell of the sheet as its writer wants it: this pupil under this star, or not."""

    student_pk: int
    item_pk: int
    wanted: bool


@dataclass(frozen=True)
class Saved(Generic[W]):
    """What became of wishes, each for itself. Those that were so already are in neither."""

    made: list[W] = field(default_factory=list)
    refused: dict[W, Refused] = field(default_factory=dict)


def save_lines(
    sheet: ClassRound,
    changes: Sequence[Change],
    *,
    by: User,
    at: dt.datetime,
    source: LineSource = LineSource.PAPER,
    standing: Standing | None = None,
    contents: Contents | None = None,
    reason: str = "",
) -> Saved[Change]:
    """Put names on the sheet and take names off, each change for itself: five fit, the sixth is refused with why.

    Names are taken off first, so that an exchange within a full star works; of two changes of one cell the last one
    holds. A change that is so already counts as done by whoever did it. A name that its pupil declared on screen is
    chosen; where all declared on screen, any other name is a nomination on the pupil's behalf (A6).
    Refused (in ``Saved.refused``): above the item's quota where it is hard (A7, A10), above the pupil's cap (五4) or
    the item's repeats (A12), a pupil who is not in the class on the round's last day (A44), a name that came off by an
    objection (A38), a nomination on behalf where the scheme has none. Raises :class:`Refused` when the sheet is not in
    entry, when ``by`` may not enter it, and by :func:`demand_by_hand`. A caller that holds the sheet's lock hands over
    the ``contents`` it has read under it, and finds them changed with the sheet.
    """
    with sheet_work(sheet.pk, Verb.ENTER, by=by, at=at, reason=reason, standing=standing, contents=contents) as work:
        demand_by_hand(work.contents, adding=any(change.wanted for change in changes))
        entry = _Entry(work.contents)
        last_words = {(change.student_pk, change.item_pk): change for change in changes}
        for change in sorted(last_words.values(), key=lambda change: change.wanted):
            entry.apply(change, source)
        if entry.saved.made:
            entry.write(work)
        return entry.saved


def foreseen(contents: Contents, changes: Sequence[Change]) -> dict[Change, Refused]:
    """Say what :func:`save_lines` would refuse; ``contents`` change in memory as the sheet would."""
    try:
        demand_by_hand(contents, adding=any(change.wanted for change in changes))
    except Refused as no:
        return dict.fromkeys(changes, no)
    entry = _Entry(contents)
    for change in sorted(changes, key=lambda change: change.wanted):
        entry.apply(change, LineSource.PAPER)
    return entry.saved.refused


def demand_by_hand(contents: Contents, *, adding: bool = True) -> None:
    """Raise :class:`Refused` (code ``shortlist``) where names come and go by the shortlist alone (A57).

    Once the committee has decided on screen, each change needs a reason; while its vote runs there or is still to come,
    names can be taken off, and whoever is added goes to it by a nomination on behalf.
    """
    if contents.voted:
        sentence = _(
            "The %(committee)s has voted on screen. Use the shortlist: every change from the vote needs a reason."
        ) % {"committee": contents.scheme.committee_name}
        raise Refused(sentence, code="shortlist")
    no = why_not_add(contents) if adding else None
    if no is not None:
        raise no


def why_not_add(contents: Contents) -> Refused | None:
    """Say why no name can be typed in before the committee has decided, or None."""
    if not left_to_committee(contents):
        return None
    if contents.scheme.nominate_on_behalf:
        sentence = _(
            "This class decides on screen, so no name is typed in past the %(committee)s. Open the shortlist and "
            "nominate on the pupil's behalf. If the %(committee)s meets on paper, tick its step first."
        )
    else:
        sentence = _(
            "This class decides on screen, so no name is typed in past the %(committee)s. Wait for its vote. If the "
            "%(committee)s meets on paper, tick its step first."
        )
    return Refused(sentence % {"committee": contents.scheme.committee_name}, code="shortlist")


@dataclass
class _Entry:
    """What is being entered: the sheet in memory, and what has been changed so far."""

    contents: Contents
    saved: Saved[Change] = field(default_factory=Saved)
    inserted: list[Nomination] = field(default_factory=list)
    updated: list[Nomination] = field(default_factory=list)
    verdicts: list[tuple[Nomination, Verdict]] = field(default_factory=list)

    @property
    def lines(self) -> dict[tuple[int, int], Nomination]:
        return self.contents.lines

    def apply(self, change: Change, source: LineSource) -> None:
        line = self.lines.get((change.student_pk, change.item_pk))
        stands = line is not None and line.state in PLACED_STATES
        if stands == change.wanted:
            return
        if change.wanted:
            source = self._source(line, source)
            no = self._why_not(change, source, line)
            if no is not None:
                self.saved.refused[change] = no
                return
            self._place(change, line, source)
        elif line is not None:
            if line.state != LineState.CHOSEN:
                self.saved.refused[change] = Refused(
                    _("An objection to this name is being looked at. The name can be changed once it is answered."),
                    code="frozen",
                )
                return
            self._change(line, once_taken_off(line), None, Verdict.STRUCK)
        self.saved.made.append(change)

    def _source(self, line: Nomination | None, source: LineSource) -> LineSource:
        """Say how the name came in: a pupil's own declaration stays one, unless the pupil has taken it back."""
        if line is not None and not (line.state == LineState.DROPPED and self._was_retracted(line)):
            return LineSource(line.source)
        return LineSource.BEHALF if self.contents.declared else source

    def _was_retracted(self, line: Nomination) -> bool:
        return line.source == LineSource.SELF and line.pk in self.contents.retracted

    def _why_not(self, change: Change, source: LineSource, line: Nomination | None) -> Refused | None:
        new = line is None or line.source != source
        if new and source == LineSource.BEHALF and not self.contents.scheme.nominate_on_behalf:
            sentence = _("This pupil has not declared this star, and by the scheme only the pupil can.")
            return Refused(sentence, code="no_behalf")
        return why_not(self.contents, change.student_pk, change.item_pk)

    def _place(self, change: Change, line: Nomination | None, source: LineSource) -> None:
        place = self.contents.free_place(change.item_pk)
        word = Verdict.NOMINATED if source == LineSource.BEHALF else Verdict.ENTERED
        if line is not None:
            again = line.state == LineState.DROPPED and line.source == source
            line.source = source
            self._change(line, LineState.CHOSEN, place, Verdict.RESTORED if again else word)
            return
        line = Nomination(
            class_round=self.contents.sheet,
            student_id=change.student_pk,
            item_id=change.item_pk,
            source=source,
            state=LineState.CHOSEN,
            place=place,
        )
        self.lines[change.student_pk, change.item_pk] = line
        self.inserted.append(line)
        self.verdicts.append((line, word))

    def _change(self, line: Nomination, state: LineState, place: int | None, verdict: Verdict) -> None:
        line.state, line.place = state, place
        self.updated.append(line)
        self.verdicts.append((line, verdict))

    def write(self, work: SheetWork) -> None:
        # Places are given up before they are taken: a place is unique at every moment.
        for lines in (
            [line for line in self.updated if line.place is None],
            [line for line in self.updated if line.place is not None],
        ):
            work.change(lines, "state", "place", "source")
        work.insert(self.inserted)
        work.record(
            "sheet.entered",
            [work.decision(verdict, nomination=line, on_paper=True) for line, verdict in self.verdicts],
            new={"lines": [[line.student_id, line.item_id, verdict] for line, verdict in self.verdicts]},
        )
