"""A typed or pasted line of names, read against a class: who is meant, who must be asked about, who is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from students.names.people import Ambiguous, Found, Person, Roster, Unknown
from students.names.personal import split_names


@dataclass(frozen=True)
class Ask:
    """A piece of the line that stays in the box: several are meant (``known``), or nobody and these are near."""

    token: str
    candidates: tuple[Person, ...]
    known: bool


@dataclass(frozen=True)
class TypedNames:
    """A line as it was read: ``people`` in the order typed, each once; ``asks`` in the order typed."""

    people: list[Person] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)

    @property
    def rest(self) -> str:
        """What stays in the box for mending."""
        return "、".join(ask.token for ask in self.asks)


def read_typed(roster: Roster, text: str, picks: Mapping[str, int]) -> TypedNames:
    """Read a line; ``picks`` says whom the writer meant by a piece of it, by key. Nothing is guessed."""
    by_pk = {person.pk: person for person in roster.people}
    people: dict[int, Person] = {}
    asks: dict[str, Ask] = {}
    for token in split_names(text):
        picked = by_pk.get(picks.get(token, 0))
        found = Found(picked) if picked else roster.resolve(token)
        match found:
            case Found(person):
                people[person.pk] = person
            case Ambiguous(_, candidates, _):
                asks[token] = Ask(token, candidates, known=True)
            case Unknown(_, similar):
                asks[token] = Ask(token, similar, known=False)
    return TypedNames(list(people.values()), list(asks.values()))
