"""One pupil's own lines on a sheet while the self-report step is open: what may be wished, and why not (五4, A12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _, ngettext

from awards.models import (
    LIVE_STATES,
    PLACED_STATES,
    ClassRound,
    Decision,
    LineSource,
    LineState,
    Nomination,
    StarItem,
    Step,
    Verdict,
)
from awards.sheets.contents import TakenStars
from awards.sheets.entering import Saved
from awards.sheets.work import SheetWork
from starrating.refused import Refused
from starrating.text import clean_text
from students.models import Student

# What was done, when and where does not fit into fewer characters (evidence_required).
SHORTEST_EVIDENCE = 6
LONGEST_STATEMENT = 200


@dataclass(frozen=True)
class Wish:
    """One star as its pupil wants it: put forward with a sentence, or taken back."""

    item_pk: int
    wanted: bool
    statement: str = ""


@dataclass
class OwnLines:
    """One pupil's lines on the locked sheet, and what has been changed so far; written by :meth:`write`."""

    sheet: ClassRound
    student: Student
    items: Mapping[int, StarItem]
    lines: dict[int, Nomination]
    taken: TakenStars
    # Items that came off after an objection: not to be had again in this round (A38).
    upheld: frozenset[int] = frozenset()
    answered: Saved[Wish] = field(default_factory=Saved)
    declared: list[Nomination] = field(default_factory=list)
    reworded: list[Nomination] = field(default_factory=list)
    retracted: list[Nomination] = field(default_factory=list)

    def apply(self, wish: Wish) -> None:
        line = self.lines.get(wish.item_pk)
        live = line is not None and line.state in LIVE_STATES
        statement = clean_text(wish.statement)
        no = None
        if wish.wanted and statement.refused:
            no = Refused("".join(str(note.message) for note in statement.notes[:1]), code="statement")
        elif wish.wanted or live:
            no = self._why_not(wish, line if live else None, statement.text)
        if no is not None:
            self.answered.refused[wish] = no
        elif wish.wanted:
            self._declare(wish, line, statement.text)
        elif line is not None and live:
            line.state = LineState.DROPPED
            self.retracted.append(line)
            self.answered.made.append(wish)

    def _why_not(self, wish: Wish, live: Nomination | None, statement: str) -> Refused | None:
        """Give what stands against a wish; ``live`` is the line that counts now."""
        item = self.items.get(wish.item_pk)
        if item is None:
            return Refused(
                _("This star cannot be chosen here. Load the page again and choose once more."), code="no_item"
            )
        if live is not None and live.state in PLACED_STATES:
            sentence = _("%(item)s: your teacher has entered this already. If that is not right, tell your teacher.")
            return Refused(sentence % {"item": item.name}, code="placed")
        if live is not None and live.source != LineSource.SELF:
            sentence = _("%(item)s: your teacher has put you forward for this. If you would rather not, say so.")
            return Refused(sentence % {"item": item.name}, code="behalf")
        if not wish.wanted:
            return None
        return _statement_problem(item, statement) if live else self._limits(item, statement)

    def _limits(self, item: StarItem, statement: str) -> Refused | None:
        scheme = self.sheet.round.term.pinned.scheme
        cap, most = scheme.self_report_max, scheme.item_repeats_per_term
        if item.pk in self.upheld:
            return Refused(
                _("%(item)s: after an objection this is not possible this month.") % {"item": item.name}, code="upheld"
            )
        if cap and item.counts_toward_cap and self._counted() >= cap:
            sentence = ngettext(
                "%(item)s: you have chosen %(count)d star already, and more is not possible. Withdraw it to choose "
                "another.",
                "%(item)s: you have chosen %(count)d stars already, and more is not possible. Withdraw one to choose "
                "another.",
                cap,
            )
            return Refused(sentence % {"item": item.name, "count": cap}, code="over_cap")
        if most and self.taken.get((self.student.pk, item.pk), 0) >= most:
            sentence = ngettext(
                "%(item)s: you have had it %(count)d time this term, which is the limit. Try another star.",
                "%(item)s: you have had it %(count)d times this term, which is the limit. Try another star.",
                most,
            )
            return Refused(sentence % {"item": item.name, "count": most}, code="repeats")
        return _statement_problem(item, statement)

    def _counted(self) -> int:
        """Count items among the pupil's (五4), those put forward by the teacher with them (A6)."""
        return sum(
            line.state in LIVE_STATES and line.item_id in self.items and self.items[line.item_id].counts_toward_cap
            for line in self.lines.values()
        )

    def _declare(self, wish: Wish, line: Nomination | None, statement: str) -> None:
        if line is not None and line.state == LineState.PROPOSED:
            if line.statement == statement:
                return
            self.reworded.append(line)
        else:
            line = line or Nomination(
                class_round=self.sheet, student=self.student, item_id=wish.item_pk, source=LineSource.SELF
            )
            line.source, line.state = LineSource.SELF, LineState.PROPOSED
            self.declared.append(line)
            self.lines[wish.item_pk] = line
        line.statement = statement
        self.answered.made.append(wish)

    def write(self, work: SheetWork, step: Step) -> None:
        for line in [*self.retracted, *self.reworded, *self.declared]:
            work.save(line)
        taken_back = [work.decision(Verdict.RETRACTED, nomination=line, step=step) for line in self.retracted]
        self._record(work, "sheet.retracted", self.retracted, taken_back)
        # A line that is only said in other words has been declared before.
        declared = [work.decision(Verdict.DECLARED, nomination=line, step=step) for line in self.declared]
        self._record(work, "sheet.declared", [*self.declared, *self.reworded], declared)

    def _record(self, work: SheetWork, action: str, lines: Sequence[Nomination], decisions: Sequence[Decision]) -> None:
        if lines:
            said = {self.items[line.item_id].code: line.statement for line in lines}
            new = {"pupil": self.student.pk, "items": said}
            work.record(action, decisions, new=new, student_key=self.student.pk)


def _statement_problem(item: StarItem, statement: str) -> Refused | None:
    if item.evidence_required and len("".join(statement.split())) < SHORTEST_EVIDENCE:
        sentence = _("%(item)s: say what you did, when and where.")
        return Refused(sentence % {"item": item.name}, code="statement")
    if not statement:
        return Refused(_("%(item)s: write down one thing that you did.") % {"item": item.name}, code="statement")
    if len(statement) > LONGEST_STATEMENT:
        sentence = _("%(item)s: use at most %(limit)d characters.")
        return Refused(sentence % {"item": item.name, "limit": LONGEST_STATEMENT}, code="statement")
    return None
