"""What each of several files is: told by its headers, corrected by an answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from awards.exams.score_columns import score_columns
from awards.exams.score_files import scores_kind
from awards.models import Round
from awards.sheet_files.kinds import sheets_kind
from awards.sheet_files.matching import is_in_round
from awards.sheet_files.paper import month_in
from awards.terms.access import rounds_of
from awards.violations.files import incidents_kind
from starrating.cells.model import Workbook
from starrating.text import Sentence, sentence
from students.imports.kinds import groups_kind, roster_kind, staff_kind
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.files import Opened
from students.imports.pipeline.fits import Fit, Kind
from students.models import Subject, TermState

ROSTER, STAFF, SHEETS = "roster", "staff", "sheets"
# Where a title stands on a month sheet.
_TITLE_ROWS = 4

_NOTHING = _(
    "Nothing that is known here was found in it: no roster (%(roster)s), no staff matrix (%(staff)s), no month sheet "
    "(%(sheets)s). It is left out unless you say what it is."
)
_UNCLEAR = _("It is not certain what this is. It is left out unless you say what it is.")
_ELSEWHERE = {
    "groups": _("A list of groups. It has a page of its own, once the roster is imported; here it is left out."),
    "violations": _("A list of violations. It has a page of its own; here it is left out."),
    "exam": _("A table of scores. It has a page of its own; here it is left out."),
}
_NO_TERM = _("Month sheets need a term that is open. The file waits on the page of first steps, for two days.")
_NOT_BEGUN = _("%(round)s has not begun. The file waits on the page of first steps, for two days.")
_SETTLED = _("%(round)s belongs to a term that is settled. The file is left out.")


@dataclass(frozen=True)
class Told:
    """What one file is taken for: ``choice`` is a kind's code, of month sheets with their round's key; empty: left out.

    ``why`` says why it is left out or waits; ``rows`` is how many were read; ``answered``: somebody said so.
    """

    place: int
    name: str
    choice: str
    waits: bool = False
    why: Sentence | str = ""
    rows: int = 0
    answered: bool = False

    @property
    def code(self) -> str:
        return self.choice.partition(":")[0]

    @property
    def answer(self) -> str:
        """What the preview sends back for the file."""
        return f"{self.place}={self.choice}"


@dataclass
class Teller:
    """Tells files apart for one school; what it asks the database it asks once."""

    asked: Asked
    kinds: Mapping[str, Kind] = field(init=False)
    elsewhere: Mapping[str, Kind] = field(init=False)
    rounds: Sequence[Round] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = {ROSTER: roster_kind(self.asked), STAFF: staff_kind(self.asked), SHEETS: sheets_kind(self.asked)}
        own = Subject.objects.filter(school=self.asked.school).values_list("name", flat=True)
        self.elsewhere = {
            "groups": groups_kind(self.asked),
            "violations": incidents_kind(self.asked),
            "exam": scores_kind(score_columns(own)),
        }
        self.rounds = list(rounds_of(self.asked.school))

    @property
    def open_rounds(self) -> list[Round]:
        """The rounds that sheets can be entered for, latest first."""
        return [one for one in self.rounds if one.starts_on <= self.asked.today and one.term.state == TermState.OPEN]

    def tell(self, files: Sequence[Opened]) -> tuple[Told, ...]:
        """Say of each file what it is; answers (``3=roster``) win."""
        answers = dict(self._answers())
        return tuple(self._told(place, one, answers.get(place)) for place, one in enumerate(files))

    def _answers(self) -> Iterator[tuple[int, str]]:
        known = {"", ROSTER, STAFF, *(f"{SHEETS}:{one.pk}" for one in self.open_rounds)}
        for one in self.asked.many("kind"):
            place, _equals, choice = one.partition("=")
            if place.isdecimal() and choice in known:
                yield int(place), choice

    def _told(self, place: int, file: Opened, answer: str | None) -> Told:
        name = file.mark["name"]
        if answer is not None:
            return Told(place, name, answer, answered=True)
        if file.book is None:
            return Told(place, name, "")
        found = {code: kind.fit(file.book) for code, kind in {**self.kinds, **self.elsewhere}.items()}
        most = max(found.values())
        best = [code for code, fit in found.items() if fit == most]
        if most == Fit.NO:
            return Told(place, name, "", why=self._nothing())
        if len(best) > 1 or most == Fit.MAYBE:
            return Told(place, name, "", why=sentence(_UNCLEAR))
        if best[0] in self.elsewhere:
            return Told(place, name, "", why=sentence(_ELSEWHERE[best[0]]))
        return self._sheets(place, name, file.book) if best[0] == SHEETS else Told(place, name, best[0])

    def _nothing(self) -> Sentence:
        return sentence(_NOTHING, **{code: str(kind.looked_for) for code, kind in self.kinds.items()})

    def _sheets(self, place: int, name: str, book: Workbook) -> Told:
        """Say of which round month sheets are: of the month that they name, else of the latest."""
        month = month_in(_titles(book))
        named = [one for one in self.rounds if month is not None and is_in_round(month, one)]
        usable = [one for one in self.open_rounds if month is None or one in named]
        if usable:
            return Told(place, name, f"{SHEETS}:{usable[0].pk}")
        if not named:
            return Told(place, name, SHEETS, waits=True, why=sentence(_NO_TERM))
        if named[0].term.state != TermState.OPEN:
            return Told(place, name, "", why=sentence(_SETTLED, round=named[0].full_name))
        return Told(place, name, SHEETS, waits=True, why=sentence(_NOT_BEGUN, round=named[0].full_name))


def _titles(book: Workbook) -> Iterator[str]:
    """Give what may name the month, the nearest to the stars first."""
    for sheet in book.sheets:
        for row in sheet.rows[:_TITLE_ROWS]:
            yield from (cell.text for cell in row if not cell.is_blank)
    yield from (sheet.name for sheet in book.sheets)
    yield book.file
