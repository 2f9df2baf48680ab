"""What was seen so far, kept after each fault, and what it comes to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.planted.kinds import Fault
from tests.planted.places import WANTED
from tests.planted.playing import Outcome, Played


@dataclass
class Results:
    """By the fault's key; a fault whose line has changed has another."""

    path: Path
    played: dict[str, Played] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Results:
        if not path.exists():
            return cls(path)
        rows = json.loads(path.read_text(encoding="utf-8"))
        return cls(path, {key: Played(Outcome(row["outcome"]), row["by"], row["tests"]) for key, row in rows.items()})

    def add(self, fault: Fault, played: Played) -> None:
        self.played[fault.key] = played
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".draft")
        text = json.dumps({key: asdict(row) for key, row in self.played.items()}, ensure_ascii=False, indent=1)
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.path)

    def left(self, faults: Sequence[tuple[str, Fault]], *, again: bool) -> list[tuple[str, Fault]]:
        """What is still to be played; ``again``: what survived, too."""
        return [(area, fault) for area, fault in faults if self._is_left(fault, again)]

    def _is_left(self, fault: Fault, again: bool) -> bool:
        known = self.played.get(fault.key)
        return known is None or (again and known.outcome != Outcome.SEEN)

    def told(self, faults: Sequence[tuple[str, Fault]]) -> Iterator[str]:
        """The survivors, then a line an area."""
        for area, fault in faults:
            known = self.played.get(fault.key)
            if known and known.outcome != Outcome.SEEN:
                yield f"{area}: {shown(fault)}: {known.outcome} ({known.tests} tests)"
        for area, wanted in WANTED.items():
            rows = [self.played[fault.key] for where, fault in faults if where == area and fault.key in self.played]
            seen = sum(row.outcome == Outcome.SEEN for row in rows)
            share = f"{100 * seen / len(rows):.0f} %" if rows else "-"
            yield f"{area:12} {seen:4} of {len(rows):4} seen {share:>6}   wanted {wanted} %"


def shown(fault: Fault) -> str:
    before, after = (" ".join(text.split()) for text in (fault.before, fault.after))
    return f"{fault.path}:{fault.line} {fault.function} {fault.kind}: {before[:80]} -> {after[:80]}"
