"""Everything that is looked at, of the program and of its subjects."""

import datetime as dt

from starrating.doctor.checks import CHECKS
from starrating.doctor.findings import LABELS, Check, Finding
from starrating.registry import summed


def looked_at(at: dt.datetime) -> list[tuple[Check, Finding, str]]:
    """Look at each thing once: the check, what it found, and that in a word."""
    checks: list[Check] = [*CHECKS, *summed("health", "CHECKS")]
    found = [(check, check.look(at)) for check in checks]
    return [(check, finding, str(LABELS[finding.state])) for check, finding in found]
