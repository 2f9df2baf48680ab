"""A typed or pasted line of names, read against a class: who is meant, who must be asked about, who is unknown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _, ngettext

from starrating.web.keys import key_in
from students.names.people import Ambiguous, Found, Person, Roster, Unknown
from students.names.personal import split_names


@dataclass(frozen=True)
class Ask:
    """A piece of the line that stays in the box: several are meant (``known``), or nobody and these are near."""

    token: str
    candidates: tuple[Person, ...]
    known: bool

    @property
    def sentence(self) -> str:
        return _sentence(self.token, len(self.candidates), known=self.known)


@dataclass(frozen=True)
class Candidate:
    """A button with a name: who was meant (``value`` goes back as ``pick``), or who declared (as ``cell``)."""

    label: str
    value: str


@dataclass(frozen=True)
class Question:
    """What is said about one piece of the line, and the people to choose from."""

    sentence: str
    candidates: Sequence[Candidate]


@dataclass(frozen=True)
class TypedNames:
    """A line as it was read: ``people`` in the order typed, each once; ``asks`` in the order typed."""

    people: list[Person] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)

    @property
    def rest(self) -> str:
        """What stays in the box for mending."""
        return "、".join(ask.token for ask in self.asks)

    @property
    def questions(self) -> list[Question]:
        """What must be asked about each piece of the line that is not certain."""
        return [Question(ask.sentence, [_button(one, ask) for one in ask.candidates]) for ask in self.asks]


def with_mark(person: Person) -> str:
    """Name a person so that namesakes are told apart."""
    return _("%(name)s (%(seat)s)") % {"name": person.name, "seat": person.mark}


def read_piece(roster: Roster, token: str) -> Person | Ask:
    """Say whom one piece means, or what must be asked about it."""
    match roster.resolve(token):
        case Found(person):
            return person
        case Ambiguous(_, candidates, _):
            return Ask(token, candidates, known=True)
        case Unknown(_, similar):
            return Ask(token, similar, known=False)


def _button(person: Person, ask: Ask) -> Candidate:
    return Candidate(with_mark(person), f"{person.pk}:{ask.token}")


def _sentence(token: str, near: int, *, known: bool) -> str:
    if known:
        return ngettext("Is “%(token)s” this pupil?", "Which pupil is “%(token)s”?", near) % {"token": token}
    if near:
        return _("Nobody in the class is called “%(token)s”. Did you mean:") % {"token": token}
    return _("Nobody in the class is called “%(token)s”. Change it or take it out.") % {"token": token}


def picks_in(values: Iterable[str]) -> dict[str, int]:
    """Read ``<pupil>:<piece of the line>``, the values of the candidates' buttons: by piece, who is meant."""
    split = (value.partition(":") for value in values)
    return {token: key for pk, _colon, token in split if (key := key_in(pk)) is not None}


def read_typed(roster: Roster, text: str, picks: Mapping[str, int]) -> TypedNames:
    """Read a line; ``picks`` says whom the writer meant by a piece of it, by key. Nothing is guessed."""
    by_pk = {person.pk: person for person in roster.people}
    people: dict[int, Person] = {}
    asks: dict[str, Ask] = {}
    for token in split_names(text):
        picked = by_pk.get(picks.get(token, 0))
        found = picked or read_piece(roster, token)
        if isinstance(found, Ask):
            asks[token] = found
        else:
            people[found.pk] = found
    return TypedNames(list(people.values()), list(asks.values()))
