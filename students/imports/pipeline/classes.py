"""The classes of a school in one school year, found by whatever a file calls them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from starrating.text import Sentence, sentence
from students.models import School, SchoolClass, StudentGroup
from students.names.class_names import ParsedClass, alias_key, class_readings, grade_word, nearest

ClassKey = tuple[int, int]

UNKNOWN_CLASS = _("There is no class %(name)s. Correct its name.")
NEW_CLASSES = _("Classes that are not there yet and are made when you confirm: %(names)s.")
_UNKNOWN_CLASS_NEAR = _("There is no class %(name)s. Is %(suggestion)s meant?")


@dataclass(frozen=True, slots=True)
class ClassMatch:
    """What a text means: ``key`` is entry year and number, or ``None`` where it names no class that can be.

    ``existing`` is ``None`` for a class to be made; ``name`` is the shown name of the year, or the text as given;
    ``suggestion`` is the nearest known name, to show with an error and never to be taken without asking.
    """

    key: ClassKey | None
    existing: SchoolClass | None
    name: str
    suggestion: str = ""

    @property
    def unknown(self) -> Sentence:
        """That there is no such class, and which may be meant."""
        template = _UNKNOWN_CLASS_NEAR if self.suggestion else UNKNOWN_CLASS
        return sentence(template, name=self.name, suggestion=self.suggestion)


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class that is not there yet and is made when the import is confirmed, for so many rows."""

    entry_year: int
    number: int
    name: str
    rows: int

    def __str__(self) -> str:
        return self.name


@dataclass
class ClassBook:
    """The classes of one school year: one query when made, every look-up after that from memory."""

    school: School
    school_year: int
    by_key: dict[ClassKey, SchoolClass] = field(init=False)
    by_alias: dict[str, SchoolClass] = field(init=False)
    _found: dict[tuple[str, str], ClassMatch] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        classes = list(SchoolClass.objects.taught_in(self.school, self.school_year).select_related("school"))
        self.by_key = {(one.entry_year, one.number): one for one in classes}
        self.by_alias = {alias_key(one.alias): one for one in classes if one.alias}

    def find(self, text: str, grade_text: str = "") -> ClassMatch:
        """Find the class that ``text`` names; a bare number needs ``grade_text`` (七年级) beside it."""
        if (text, grade_text) not in self._found:
            self._found[text, grade_text] = self._find(text, grade_text)
        return self._found[text, grade_text]

    def match_of(self, class_pk: int) -> ClassMatch | None:
        """Give the class of this primary key; None for one that is not taught in the year."""
        found = next((one for one in self.by_key.values() if one.pk == class_pk), None)
        if found is None:
            return None
        return ClassMatch((found.entry_year, found.number), found, found.name_in(self.school_year))

    def name_of(self, key: ClassKey) -> str:
        """Give the shown name in the school year, also of a class not made yet."""
        return (self.by_key.get(key) or self._unsaved(*key)).name_in(self.school_year)

    def missing(self, keys: Iterable[ClassKey | None]) -> tuple[NewClass, ...]:
        """List the classes among these keys, one a row, that are to be made: youngest first."""
        wanted = Counter(key for key in keys if key is not None and key not in self.by_key)
        ordered = sorted(wanted.items(), key=lambda item: (-item[0][0], item[0][1]))
        return tuple(NewClass(*key, self.name_of(key), rows) for key, rows in ordered)

    def expect(self, keys: Iterable[ClassKey]) -> None:
        """Take these classes for there already, each with a key below nought: another import makes them first."""
        for key in keys:
            if key not in self.by_key:
                expected = self._unsaved(*key)
                # The same however often it is asked for, and nobody else's.
                expected.pk = -(key[0] * 1000 + key[1])
                self.by_key[key] = expected
        self._found.clear()

    def make(self, classes: Iterable[NewClass]) -> list[SchoolClass]:
        made = SchoolClass.objects.bulk_create(self._unsaved(one.entry_year, one.number) for one in classes)
        for school_class in made:
            self.by_key[school_class.entry_year, school_class.number] = school_class
        return made

    def _unsaved(self, entry_year: int, number: int) -> SchoolClass:
        return SchoolClass(school=self.school, entry_year=entry_year, number=number)

    def _find(self, text: str, grade_text: str) -> ClassMatch:
        readings, grade_text = class_readings(text), grade_word(grade_text)
        for candidate in (*readings[:1], *((f"{grade_text}{text}",) if grade_text else ()), *readings[1:]):
            parsed = self.school.class_meant(candidate, self.school_year)
            if parsed is None:
                continue
            if existing := self._existing(parsed):
                return ClassMatch((existing.entry_year, existing.number), existing, existing.name_in(self.school_year))
            if parsed.entry_year is not None and parsed.number is not None:
                key = (parsed.entry_year, parsed.number)
                return ClassMatch(key, None, self.name_of(key))
        names = [one.name_in(self.school_year) for one in self.by_key.values()]
        return ClassMatch(None, None, text, nearest(text, names) or "")

    def _existing(self, parsed: ParsedClass) -> SchoolClass | None:
        found = self.by_alias.get(alias_key(parsed.alias)) if parsed.alias else None
        if found is not None:
            return found if parsed.entry_year in (None, found.entry_year) else None
        if parsed.entry_year is not None and parsed.number is not None:
            return self.by_key.get((parsed.entry_year, parsed.number))
        return None


class GroupBook(defaultdict[int, list[StudentGroup]]):
    """The groups of a school by the key of their class: one query when made."""

    def __init__(self, school: School) -> None:
        super().__init__(list)
        for group in StudentGroup.objects.filter(school_class__school=school):
            self[group.school_class_id].append(group)

    def named(self, class_pk: int, text: str) -> StudentGroup | None:
        """Find the group that ``"3"`` or its own name means in a class."""
        return next((one for one in self[class_pk] if one.goes_by(text)), None)
