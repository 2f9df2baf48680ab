"""Pieces of typed text that wait on the sheet: each a chip with its own sentence, and the names it may mean."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.entry.headings import NOT_READ, is_bare_number
from awards.models import PendingName
from awards.sheets.contents import Contents
from awards.sheets.limits import why_not
from students.names.people import Person
from students.names.typed import Ask, Candidate, read_piece, with_mark


@dataclass(frozen=True)
class Waiting:
    """One piece; ``value`` takes it out, ``meant`` is who it means for certain, to be confirmed."""

    value: str
    text: str
    sentence: str
    candidates: Sequence[Candidate] = ()
    meant: int | None = None


@dataclass(frozen=True)
class PastedStar:
    """The pasted names of one star, as the preview shows them."""

    name: str
    certain: Sequence[Waiting]
    asked: Sequence[Waiting]


@dataclass(frozen=True)
class Pasted:
    """A pasted text by star, to be confirmed at once; None of it is on the sheet."""

    stars: Sequence[PastedStar]

    @property
    def certain(self) -> int:
        return sum(len(star.certain) for star in self.stars)

    @property
    def asked(self) -> int:
        return sum(len(star.asked) for star in self.stars)

    @property
    def values(self) -> list[str]:
        """What takes all of it out again."""
        return [one.value for star in self.stars for one in [*star.certain, *star.asked]]


def waiting_by_star(contents: Contents, *, pasted: bool) -> dict[int, list[Waiting]]:
    """Give what waits by star, in the order in which it was typed or pasted."""
    found: dict[int, list[Waiting]] = defaultdict(list)
    for one in contents.pending:
        if one.pasted == pasted:
            found[one.item_id].append(_waiting(contents, one))
    return found


def pasted_part(contents: Contents) -> Pasted | None:
    """Give the preview of what was pasted, in the order of the paper; None where nothing waits."""
    by_star = waiting_by_star(contents, pasted=True)
    stars = [
        PastedStar(
            name=item.name,
            certain=[one for one in by_star[pk] if one.meant is not None],
            asked=[one for one in by_star[pk] if one.meant is None],
        )
        for pk, item in contents.items.items()
        if pk in by_star
    ]
    return Pasted(stars) if stars else None


def certain_in(contents: Contents) -> dict[int, int]:
    """Give by piece that was pasted the pupil whom it means for certain; a bare number may be a count as well."""
    pasted = [one for one in contents.pending if one.pasted and not is_bare_number(one.text)]
    read = {one.pk: read_piece(contents.roster, one.text) for one in pasted}
    return {pk: person.pk for pk, person in read.items() if isinstance(person, Person)}


def under_no_star(label: str, name: str) -> str:
    """Give the piece for a name under a heading that is no star of the sheet, or under none."""
    return f"{label}{_NO_STAR}{name}"


# No name is written with it, so that such a piece means nobody.
_NO_STAR = "："
_NOT_READ = f"{NOT_READ}{_NO_STAR}"


def _waiting(contents: Contents, one: PendingName) -> Waiting:
    if _NO_STAR in one.text:
        return _without_star(one)
    found = read_piece(contents.roster, one.text)
    if not isinstance(found, Person):
        buttons = [Candidate(with_mark(person), f"{person.pk}:{one.pk}") for person in found.candidates]
        return Waiting(str(one.pk), one.text, found.sentence, buttons)
    no = why_not(contents, found.pk, one.item_id)
    line = contents.lines.get((found.pk, one.item_id))
    may_stand = no is None or (line is not None and line.place is not None)
    if one.pasted and may_stand and not is_bare_number(one.text):
        # Whoever wrote a seat sees it beside the name.
        has_digits = any(character.isdigit() for character in one.text)
        return Waiting(str(one.pk), with_mark(found) if has_digits else found.name, "", meant=found.pk)
    sentence = no.message if no is not None else _is_it(one, found)
    return Waiting(str(one.pk), one.text, sentence, [Candidate(with_mark(found), f"{found.pk}:{one.pk}")])


def _without_star(one: PendingName) -> Waiting:
    if one.text.startswith(_NOT_READ):
        sentence = _(
            "It is not certain which stars these are for. Write each star before its winners and paste this again,"
            " or take it out here."
        )
        return Waiting(str(one.pk), one.text.removeprefix(_NOT_READ), sentence)
    label, _no_star, name = one.text.partition(_NO_STAR)
    sentence = _("“%(star)s” is no star of this sheet. Type the name under its star, or take it out here.")
    if not label:
        sentence = _("No star is named before this. Type the name under its star, or take it out here.")
    return Waiting(str(one.pk), name, sentence % {"star": label})


def _is_it(one: PendingName, found: Person) -> str:
    if not one.pasted:
        return _("“%(token)s” is this pupil.") % {"token": one.text}
    if found.number != one.text:
        return _("Is “%(token)s” a seat?") % {"token": one.text}
    return Ask(one.text, (found,), known=True).sentence
