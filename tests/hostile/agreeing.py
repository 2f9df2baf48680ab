"""Whether what was found is what was to be found, no more and no less."""

from __future__ import annotations

from collections.abc import Sequence

from starrating.cells.findings import Finding
from starrating.text import Level
from tests.hostile.making.content import Expected


def agree(findings: Sequence[Finding], expected: Expected) -> None:
    """Every sentence of a level is expected, and every expected one was said; English must be active."""
    wanted = ((Level.ERROR, expected.errors), (Level.WARNING, expected.warnings), (Level.NOTE, expected.notes))
    for level, parts in wanted:
        said = {str(finding.message) for finding in findings if finding.level is level}
        unexpected = {text for text in said if not any(part in text for part in parts)}
        assert not unexpected, f"{level}: {unexpected}"
        assert all(any(part in text for text in said) for part in parts), f"{level}: {parts} not all in {said}"
