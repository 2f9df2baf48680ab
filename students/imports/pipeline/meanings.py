"""What a school has said its files' columns are: beside a file, and once for all later ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding
from starrating.cells.tables import Table
from starrating.days import long_day
from starrating.text import Level, label_key, sentence
from students.imports.pipeline.asked import Asked
from students.models import ColumnMeaning

_READ_AS = _("%(header)s is read as %(field)s, as said on %(day)s.")
_LEFT_OUT = _("%(header)s is left out, as said on %(day)s.")
# What a command or a page says for a column that is not read.
LEFT_OUT = frozenset({"", "-", "不读", "不读取", "none"})


@dataclass(frozen=True)
class Meanings:
    """``answers``: what a column is, by the label_key of its header; empty for one that is left out.

    ``hidden``: hidden sheets, rows and columns are read as well. ``known``: what was said earlier, by the same.
    ``cells``: what was said of single places of these files.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False
    known: Mapping[str, ColumnMeaning] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)

    def remembered(self, table: Table) -> Iterator[Finding]:
        """Say of each column of a table that was answered earlier as what it is read."""
        for at, label in (table.labels or {}).items():
            known = self.known.get(label.key)
            if known is None or self.answers.get(label.key) != known.field:
                continue
            message = _READ_AS if known.field else _LEFT_OUT
            values = {"header": label.text, "field": known.field, "day": long_day(known.said_on)}
            yield Finding(Level.NOTE, table.sheet.place(table.header_row, at), "", sentence(message, **values))


NO_MEANINGS = Meanings()


def is_remembered(finding: Finding) -> bool:
    """Tell whether a finding says that a column was read as was said earlier."""
    message = finding.message
    return not isinstance(message, str) and message.template in (_READ_AS, _LEFT_OUT)


def meanings_of(asked: Asked, kind: str) -> Meanings:
    """Give what is known of the columns of a kind of file: what was said beside it wins over what is remembered."""
    known = {one.header: one for one in ColumnMeaning.objects.of(asked.school, kind)}
    remembered = {header: one.field for header, one in known.items()}
    said = said_columns(asked.many("column"))
    return Meanings({**remembered, **said}, hidden=bool(asked.answers.get("hidden")), known=known, cells=asked.cells)


def said_columns(answers: Sequence[str]) -> dict[str, str]:
    """Read answers such as ``考号=学号`` and ``听力=``; one without an equals sign says nothing."""
    pairs = (one.rpartition("=") for one in answers)
    return {
        label_key(header): "" if said.strip() in LEFT_OUT else said.strip()
        for header, equals, said in pairs
        if equals and label_key(header)
    }
