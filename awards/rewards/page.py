"""The queue of rewards by kind and class, and one reward with what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from awards.models import Entitlement, Level
from awards.rewards.forms import QueueForm
from awards.rules.entitlements import ON_PAPER, TO_DO, RewardState
from students.models import GradeSettlement, SchoolClass, Term


@dataclass(frozen=True)
class QueueRow:
    """A reward; ``is_open`` where its grade is settled: while that is reopened nothing is handed out."""

    entitlement: Entitlement
    class_name: str
    level: str
    is_open: bool

    @property
    def to_do(self) -> bool:
        return self.entitlement.state in TO_DO

    @property
    def may_hand_out(self) -> bool:
        return self.is_open and self.to_do


@dataclass(frozen=True)
class QueuePage:
    term: Term
    form: QueueForm
    rows: Sequence[QueueRow]

    @property
    def may_hand_out(self) -> bool:
        return any(row.may_hand_out for row in self.rows)

    @property
    def unflagged(self) -> list[int]:
        """Give the keys of what may be handed out without a look at each."""
        return [row.entitlement.pk for row in self.rows if row.may_hand_out and not row.entitlement.flags]


@dataclass(frozen=True)
class EntitlementPage:
    row: QueueRow

    @property
    def is_open(self) -> bool:
        return self.row.is_open

    @property
    def may_print(self) -> bool:
        """Whether there is a paper of this reward to print now."""
        row = self.row.entitlement
        return self.is_open and row.state != RewardState.WITHDRAWN and row.kind in ON_PAPER

    @property
    def may_withdraw(self) -> bool:
        return self.is_open and self.row.entitlement.state != RewardState.WITHDRAWN

    @property
    def may_reissue(self) -> bool:
        return self.is_open and not self.row.to_do


def queue_page(term: Term, form: QueueForm) -> QueuePage:
    """Gather what is still to do of the kind and class chosen, or everything; by class and seat."""
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = Entitlement.objects.filter(term=term).select_related("student", "level__school_class__school")
    if not chosen.get("everything"):
        rows = rows.to_do()
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    school_class: SchoolClass | None = chosen.get("school_class")
    if school_class is not None:
        rows = rows.filter(level__school_class=school_class)
    names, settled = _level_names(term), GradeSettlement.objects.years_of(term)
    return QueuePage(term, form, [_row(row, term, names, settled) for row in rows.in_paper_order()])


def entitlement_page(entitlement: Entitlement) -> EntitlementPage:
    term = entitlement.term
    settled = GradeSettlement.objects.years_of(term)
    return EntitlementPage(_row(entitlement, term, _level_names(term), settled))


def _level_names(term: Term) -> dict[int, str]:
    return dict(Level.objects.filter(scheme=term.pinned.scheme_id).values_list("number", "name"))


def _row(entitlement: Entitlement, term: Term, names: dict[int, str], settled: Collection[int]) -> QueueRow:
    level = entitlement.level
    name, is_open = level.school_class.name_in(term.school_year), level.school_class.entry_year in settled
    return QueueRow(entitlement, name, names.get(level.level, ""), is_open)
