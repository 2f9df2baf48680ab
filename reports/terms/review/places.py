"""Which items nobody was named for in a whole term, and which were full on every sheet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.models import ClassRound, Round, SheetState, StarEntry
from awards.rules.kinds import ItemKind
from reports.terms.facts import TermFacts

# A sheet by its round and class.
_Sheet = tuple[int, int]


@dataclass(frozen=True)
class Items:
    """Names of items; ``sheets`` counts those that are final, without which nothing is to be said."""

    sheets: int
    never: Sequence[str]
    full: Sequence[str]


def items_of(facts: TermFacts) -> Items:
    """Compare the stars of each item with its places on every final sheet; two statements."""
    rounds = {round_.pk: round_ for round_ in facts.rounds}
    sheets = list(ClassRound.objects.filter(round__term=facts.term, state=SheetState.FINAL).places())
    taken = StarEntry.objects.of_term(facts.term).standing().taken_by_sheet()
    sizes = _sizes(facts, rounds)
    places = {sheet: facts.scheme.quota_in(sizes[sheet]) for sheet in sheets}
    never, full = [], []
    for item in (item for item in facts.items if item.kind == ItemKind.ORDINARY):
        # A sheet of a month in which the item is not awarded says nothing of it.
        given = [
            (taken.get((item.pk, *sheet), 0), places[sheet])
            for sheet in sheets
            if item.is_open_in(rounds[sheet[0]].months)
        ]
        if given and not any(count for count, _most in given):
            never.append(item.name)
        if given and all(count >= most > 0 for count, most in given):
            full.append(item.name)
    return Items(len(sheets), never, full)


def _sizes(facts: TermFacts, rounds: Mapping[int, Round]) -> Counter[_Sheet]:
    """Count the pupils of each class on the last day of each round: a percentage is of them (A8)."""
    found: Counter[_Sheet] = Counter()
    for pupil in facts.pupils:
        for stay in pupil.stays:
            for round_ in rounds.values():
                if stay.since <= round_.ends_on and (stay.until is None or round_.ends_on <= stay.until):
                    found[round_.pk, stay.class_pk] += 1
    return found
