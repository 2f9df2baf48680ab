"""The committee's ballots counted: what they come to now, for the page and for the verb that closes the step."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import LineState, Nomination, StarItem, Vote
from awards.rules.committee import Outcome, Tally, outcome
from awards.sheets.contents import Contents


@dataclass(frozen=True)
class Counted:
    """A name with its counts, as it is shown; ``key`` is its line's."""

    key: int
    name: str
    votes_for: int
    votes_against: int


@dataclass(frozen=True)
class ItemCount:
    """One star: the lines before the committee in seat order, their tallies by line, and what follows from them."""

    item: StarItem
    lines: Sequence[Nomination]
    tallies: dict[int, Tally]
    free: int
    outcome: Outcome

    @property
    def tied(self) -> list[Nomination]:
        return [line for line in self.lines if line.pk in self.outcome.tied]

    @property
    def would_stand(self) -> list[Counted]:
        """Who would be chosen if the vote ended now, most votes first."""
        return self._counted(self.outcome.chosen)

    @property
    def tied_names(self) -> list[Counted]:
        return self._counted(self.outcome.tied)

    @property
    def would_not(self) -> list[Counted]:
        """Who would not, most votes first."""
        in_ = {*self.outcome.chosen, *self.outcome.tied}
        rest = [key for key in self.tallies if key not in in_]
        return self._counted(sorted(rest, key=lambda key: -self.tallies[key].votes_for))

    def _counted(self, keys: Sequence[int]) -> list[Counted]:
        names = {line.pk: line.student.name for line in self.lines}
        found = (self.tallies[key] for key in keys)
        return [Counted(tally.key, names[tally.key], tally.votes_for, tally.votes_against) for tally in found]


def count_votes(contents: Contents) -> list[ItemCount]:
    """Count every star with a line before the committee, in the order of the paper; one query beside ``contents``.

    Who is not in the class on the round's last day is not before the committee (A44). Names that stand on the sheet
    already keep their places, and the votes share out the rest.
    """
    found = Counter(Vote.objects.on_sheet(contents.sheet).values_list("nomination_id", "agrees"))
    counts = []
    for item in contents.items.values():
        lines = [contents.lines[pk, item.pk] for pk in contents.people if (pk, item.pk) in contents.lines]
        open_lines = [line for line in lines if is_open(line)]
        if open_lines:
            tallies = {line.pk: Tally(line.pk, found[line.pk, True], found[line.pk, False]) for line in open_lines}
            free = contents.quota - len(contents.under(item.pk))
            counts.append(ItemCount(item, open_lines, tallies, free, outcome(list(tallies.values()), free)))
    return counts


def is_open(line: Nomination) -> bool:
    """Tell whether the committee votes on the line: proposed, and not declined by the group."""
    return line.state == LineState.PROPOSED and line.group_agreed is not False
