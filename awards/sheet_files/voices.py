"""A sheet on paper against what its class has done on screen, and against what its pupils have had this term."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy

from awards.models import LineState
from awards.sheet_files.facts import ClassFacts
from awards.sheet_files.matching import shown
from awards.sheet_files.paper import StarLine
from awards.sheets.contents import Contents
from awards.sheets.limits import never
from starrating.cells.findings import Finding
from starrating.joiners import in_a_row
from starrating.text import Level, sentence
from students.names.people import Person

# Names would change although the committee has decided on screen (A57).
VOTED = gettext_lazy(
    "The %(committee)s of this class has voted on screen, and the file says something else: %(stars)s. "
    "Change it on the shortlist, with a reason."
)
_ON_BEHALF = gettext_lazy("%(people)s: not declared on screen; entered as nominated on the pupil's behalf.")
_NO_BEHALF = gettext_lazy("%(people)s: not declared on screen, and the scheme lets nobody else put a pupil forward.")
_FROZEN = gettext_lazy("%(people)s: an objection is being looked at, so the name cannot be taken off now.")


def voices_findings(
    wanted: Mapping[int, Sequence[Person]], lines: Mapping[int, StarLine], known: ClassFacts
) -> Iterator[Finding]:
    """Say what stands against single names that would come or go, each with the place of its row."""
    for item_pk, people in wanted.items():
        winners = lines[item_pk].winners
        new = [person for person in people if not _stands(known.contents, person.pk, item_pk)]
        for person in new:
            no = never(known.contents, person.pk, item_pk)
            if no is not None:
                yield Finding(Level.ERROR, winners.place, shown(person), no.message)
        own = [shown(person) for person in new if _undeclared(known.contents, person.pk, item_pk)]
        if own:
            allowed = known.contents.scheme.nominate_on_behalf
            level, text = (Level.WARNING, _ON_BEHALF) if allowed else (Level.ERROR, _NO_BEHALF)
            yield Finding(level, winners.place, winners.text[:60], sentence(text, people=in_a_row(own)))
        frozen = _frozen(known, item_pk, {person.pk for person in people})
        if frozen:
            said = sentence(_FROZEN, people=in_a_row(frozen))
            yield Finding(Level.ERROR, winners.place, winners.text[:60], said)


def _stands(contents: Contents, student_pk: int, item_pk: int) -> bool:
    line = contents.lines.get((student_pk, item_pk))
    return line is not None and line.place is not None


def _undeclared(contents: Contents, student_pk: int, item_pk: int) -> bool:
    if not contents.declared:
        return False
    line = contents.lines.get((student_pk, item_pk))
    return line is None or line.pk in contents.retracted


def _frozen(known: ClassFacts, item_pk: int, stay: set[int]) -> list[str]:
    return [
        known.contents.name_of(line)
        for line in known.contents.under(item_pk)
        if line.state == LineState.DISPUTED and line.student_id not in stay
    ]
