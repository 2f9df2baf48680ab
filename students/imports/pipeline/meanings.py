"""What a school has said its files' columns are: beside a file, and once for all later ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from starrating.cells.findings import Finding
from starrating.cells.tables import Table
from starrating.text import label_key
from students.imports.pipeline.asked import Asked

# What a command or a page says for a column that is not read.
LEFT_OUT = frozenset({"", "-", "不读", "不读取", "none"})


@dataclass(frozen=True)
class Meanings:
    """``answers``: what a column is, by the label_key of its header; empty for one that is left out.

    ``hidden``: hidden sheets, rows and columns are read as well.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False

    def remembered(self, table: Table) -> Iterator[Finding]:
        """Say of each column of a table that was answered earlier as what it is read."""
        yield from ()


NO_MEANINGS = Meanings()


def meanings_of(asked: Asked, kind: str) -> Meanings:
    """Give what is known of the columns of a kind of file: what was said beside it wins over what is remembered."""
    return Meanings(said_columns(asked.many("column")), hidden=bool(asked.answers.get("hidden")))


def said_columns(answers: Sequence[str]) -> dict[str, str]:
    """Read answers such as ``考号=学号`` and ``听力=``; one without an equals sign says nothing."""
    pairs = (one.rpartition("=") for one in answers)
    return {
        label_key(header): "" if said.strip() in LEFT_OUT else said.strip()
        for header, equals, said in pairs
        if equals and label_key(header)
    }
