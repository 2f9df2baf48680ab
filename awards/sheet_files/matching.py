"""Which class and month a sheet of a file is for, and whom its names mean."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import Round
from awards.sheet_files.facts import RoundFacts
from awards.sheet_files.paper import PaperSheet, Written
from starrating.cells.findings import Finding, Findings
from starrating.joiners import in_a_row
from starrating.text import Level, sentence
from students.models import SchoolClass
from students.names.class_names import class_name_in, nearest
from students.names.people import Ambiguous, Found, Person, Roster, Unknown
from students.names.personal import match_key, split_names

_NO_CLASS = _("The sheet does not say which class it is for. Write it into the title.")
_UNKNOWN_CLASS = _("There is no class “%(name)s” in this month. Correct its name.")
_UNKNOWN_CLASS_NEAR = _("There is no class “%(name)s” in this month. Similar: %(suggestion)s.")
_TWO_CLASSES = _("The sheet is for %(name)s, but %(other)s is given here.")
_CLASS_AS_NUMBER = _("The class is a number here; write its name as text.")
_OTHER_MONTH = _("The sheet is for another month than %(round)s.")
_NO_MONTH = _("The sheet names no month; it is read as %(round)s.")


def class_of(paper: PaperSheet, facts: RoundFacts, findings: Findings) -> SchoolClass | None:
    """Find the class of the round that the sheet is for; ``None`` with an error where it is not certain."""
    wanted = paper.class_cell or _best(paper, facts)
    if wanted is None or not wanted.text:
        findings.say(Level.ERROR, paper.place, "", _NO_CLASS)
        return None
    found = _in_round(wanted.text, facts)
    if found is None:
        names = [one.name_in(facts.round.term.school_year) for one in facts.book.by_key.values()]
        suggestion = nearest(wanted.text, names) or ""
        template = _UNKNOWN_CLASS_NEAR if suggestion else _UNKNOWN_CLASS
        _refuse(wanted, findings, template, name=wanted.text, suggestion=suggestion)
        return None
    if wanted.other and _in_round(wanted.other, facts) is not None:
        findings.say(Level.ERROR, wanted.place, wanted.text, _CLASS_AS_NUMBER)
        return None
    for other in _elsewhere(paper):
        match = facts.book.find(other.text)
        # A sheet may be called anything; only a name that means a class can contradict.
        if match.key is not None and match.key != (found.entry_year, found.number):
            name = found.name_in(facts.round.term.school_year)
            _refuse(other, findings, _TWO_CLASSES, name=name, other=match.name)
            return None
    return found


def is_of_month(paper: PaperSheet, round_: Round, findings: Findings) -> bool:
    """Say whether the title's month is the round's; one that names none is taken for it, with a warning."""
    if paper.month is None:
        findings.say(Level.WARNING, paper.place, "", _NO_MONTH, round=round_.full_name)
        return True
    if is_in_round(paper.month, round_):
        return True
    title = paper.title_texts[0] if paper.title_texts else ""
    findings.say(Level.ERROR, paper.place, title[:60], _OTHER_MONTH, round=round_.full_name)
    return False


def is_in_round(named: tuple[int | None, int], round_: Round) -> bool:
    """Tell whether a month, of a year or of any, is one that the round touches."""
    year, month = named
    return any(month == one.month and year in (None, one.year) for one in _months(round_))


def _best(paper: PaperSheet, facts: RoundFacts) -> Written | None:
    """Give what names a class: the sheet's name, a title, the file; a sheet name such as Sheet1 gives way to those."""
    said = [*_elsewhere(paper), Written(class_name_in(paper.place.file) or "", paper.place)]
    meant = (one for one in said if one.text and facts.book.find(one.text).key is not None)
    return next(meant, None) or next((one for one in said if one.text), None)


def _elsewhere(paper: PaperSheet) -> Iterator[Written]:
    """Say what sheet name and title say about the class."""
    yield Written(paper.place.sheet, paper.place)
    for title in paper.title_texts:
        if name := class_name_in(title):
            yield Written(name, paper.place)


def _in_round(text: str, facts: RoundFacts) -> SchoolClass | None:
    existing = facts.book.find(text).existing
    year = facts.round.term.school_year
    return existing if existing is not None and existing.grade_in(year) in facts.round.grades else None


def _months(round_: Round) -> Iterator[dt.date]:
    """Give a day of every month that the round touches; merged months are one round (A51)."""
    day = round_.starts_on.replace(day=1)
    while day <= round_.ends_on:
        yield day
        day = (day + dt.timedelta(days=32)).replace(day=1)


def _refuse(written: Written, findings: Findings, template: Promise, /, **values: str) -> None:
    findings.say(Level.ERROR, written.place, written.text[:60], template, **values)


_UNKNOWN = _("“%(token)s” is not in this class on the last day of the month. Correct the name, or delete it.")
_UNKNOWN_NEAR = _("“%(token)s” is not in this class on the last day of the month. Similar: %(people)s.")
_NAMESAKES = _("Several pupils bear this name. Write which one: %(people)s.")
_UNCERTAIN = _("It is not certain whom “%(token)s” means: %(people)s. Write the whole name.")
_READ_AS = _("“%(token)s” was read as %(people)s.")
_TWICE = _("%(people)s is here more than once.")


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
    named = in_a_row(map(shown, people), at_most=8)
    return Finding(level, winners.place, token, sentence(template, token=token, people=named))
