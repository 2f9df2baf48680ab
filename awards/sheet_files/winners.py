"""The names in one cell to pupils of one class; nobody is guessed."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.sheet_files.paper import Written
from starrating.cells.findings import Finding
from starrating.text import Level, sentence
from students.names.people import Ambiguous, Found, Person, Roster, Unknown
from students.names.personal import match_key, split_names

_UNKNOWN = _("“%(token)s” is not in this class on the last day of the round.")
_UNKNOWN_NEAR = _("“%(token)s” is not in this class on the last day of the round. Similar: %(people)s.")
_NAMESAKES = _("Several pupils bear this name. Write which one: %(people)s.")
_UNCERTAIN = _("It is not certain whom “%(token)s” means: %(people)s. Write the whole name.")
_READ_AS = _("“%(token)s” was read as %(people)s.")
_TWICE = _("%(people)s stands here more than once.")


def pupils_in(winners: Written, roster: Roster) -> tuple[list[Person], list[Finding]]:
    """Read whom the cell names, in its order, and what is wrong or was repaired; a repeated name is an error (A11)."""
    people: list[Person] = []
    findings: list[Finding] = []
    for token in split_names(winners.text):
        resolution = roster.resolve(token, pinyin=False)
        finding = _about(token, winners, resolution)
        if finding is not None:
            findings.append(finding)
        if isinstance(resolution, Found):
            if resolution.person in people:
                findings.append(_finding(Level.ERROR, token, winners, _TWICE, [resolution.person]))
            else:
                people.append(resolution.person)
    return people, findings


def shown(person: Person) -> str:
    """Write a pupil as a sheet writes one of several namesakes: 王芳(12号)."""
    return f"{person.name}({person.seat}号)" if person.seat else f"{person.name}({person.number})"


def _about(token: str, winners: Written, resolution: Found | Ambiguous | Unknown) -> Finding | None:
    if isinstance(resolution, Unknown):
        template = _UNKNOWN_NEAR if resolution.similar else _UNKNOWN
        return _finding(Level.ERROR, token, winners, template, resolution.similar)
    if isinstance(resolution, Ambiguous):
        template = _NAMESAKES if resolution.exact else _UNCERTAIN
        return _finding(Level.ERROR, token, winners, template, resolution.candidates)
    # A seat or a number alone is a name only after it was looked up, so the reader is shown whose it is.
    if match_key(resolution.person.name) not in match_key(token):
        return _finding(Level.NOTE, token, winners, _READ_AS, [resolution.person])
    return None


def _finding(level: Level, token: str, winners: Written, template: Promise, people: Sequence[Person]) -> Finding:
    named = "、".join(shown(person) for person in people[:8])
    return Finding(level, winners.place, token, sentence(template, token=token, people=named))
