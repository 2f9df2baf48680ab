"""The sheet by star: a line a star, chips of the names on it, and what could not be done with the line just typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from awards.entry.grid import mark_of, on_behalf
from awards.entry.waiting import Waiting, waiting_by_star
from awards.models import LineSource, LineState, Nomination, StarItem
from awards.sheets.contents import Contents, namesakes
from awards.sheets.entering import Change, Saved
from awards.sheets.on_screen import left_to_committee
from starrating.joiners import in_a_row
from students.names.people import Person
from students.names.typed import TypedNames


@dataclass(frozen=True)
class Chip:
    label: str
    note: str
    state: str
    off: str


@dataclass(frozen=True)
class Declared:
    """A name that takes no place yet: ``value`` goes back as ``cell``, empty where the committee decides on screen."""

    label: str
    note: str
    value: str


@dataclass(frozen=True)
class Answer:
    """What became of a line of names: refusals, and what is only worth knowing; what was not recognised is kept."""

    item_pk: int
    refusals: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class StarLine:
    pk: int
    name: str
    chips: list[Chip]
    declared: list[Declared]
    limit: int
    hints: list[str]
    waiting: list[Waiting]
    answer: Answer

    @property
    def count(self) -> int:
        return len(self.chips)

    @property
    def key(self) -> str:
        return str(self.pk)


def star_lines(
    contents: Contents,
    hints: Mapping[int, list[str]],
    answer: Answer | None = None,
    remarks: Mapping[int, str] | None = None,
) -> list[StarLine]:
    """Give a line for each star in the order of the paper; ``hints`` are last month's winners by star.

    ``remarks`` are what the office said of lines when it returned the sheet, by their keys.
    """
    twice = namesakes(contents.people.values())
    waiting = waiting_by_star(contents, pasted=False)
    chips: dict[int, list[Chip]] = {pk: [] for pk in contents.items}
    declared: dict[int, list[Declared]] = {pk: [] for pk in contents.items}
    to_choose = not left_to_committee(contents)
    for line in contents.proposed():
        value = f"{line.student_id}:{line.item_id}:1" if to_choose else ""
        declared[line.item_id].append(Declared(contents.name_of(line), mark_of(line), value))
    for line in contents.placed():
        chips[line.item_id].append(_chip(contents, line, twice, (remarks or {}).get(line.pk, "")))
    return [
        StarLine(
            pk=item.pk,
            name=item.name,
            chips=chips[item.pk],
            declared=declared[item.pk],
            limit=contents.quota,
            hints=hints.get(item.pk, []),
            waiting=waiting.get(item.pk, []),
            answer=answer if answer is not None and answer.item_pk == item.pk else Answer(item.pk),
        )
        for item in contents.items.values()
    ]


def _chip(contents: Contents, line: Nomination, twice: frozenset[str], remark: str) -> Chip:
    person = contents.people.get(line.student_id)
    name = contents.name_of(line)
    note, state = (person.mark if person and name in twice else ""), ""
    if line.source == LineSource.BEHALF:
        note = " ".join(filter(None, [note, on_behalf()]))
    if person is None:
        note, state = _("no longer in the class"), "warning"
    elif line.state == LineState.DISPUTED:
        note, state = line.get_state_display(), "frozen"
    elif remark:
        note, state = " ".join(filter(None, [note, remark])), "warning"
    return Chip(name, note, state, f"{line.student_id}:{line.item_id}:0")


def answer_to(item: StarItem, reading: TypedNames, saved: Saved[Change], people: Mapping[int, Person]) -> Answer:
    """Answer a line of names that has been read and saved."""
    touched = {change.student_pk for change in saved.made}
    refused = {change.student_pk for change in saved.refused}
    there = [person.name for person in reading.people if person.pk not in touched | refused]
    notes = [_("Already under %(item)s: %(names)s.") % {"item": item.name, "names": in_a_row(there)}] if there else []
    return Answer(item_pk=item.pk, refusals=refusals_of(saved, people), notes=notes)


def refusals_of(saved: Saved[Change], people: Mapping[int, Person]) -> list[str]:
    """Give one sentence a refused name, each beginning with whom it is about."""
    sentences = []
    for change, no in saved.refused.items():
        person = people.get(change.student_pk)
        if person is None or no.code == "over_cap":
            sentences.append(no.message)
        else:
            sentences.append(_("%(name)s: %(reason)s") % {"name": person.name, "reason": no.message})
    return sentences
