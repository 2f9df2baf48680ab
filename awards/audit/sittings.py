"""What somebody did to a sheet in one sitting, in one line: by star, who came onto it and who went."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import pgettext

from awards.models import Verdict
from starrating import joiners
from starrating.operations.models import AuditEvent

# Between two acts of one sitting at most.
PAUSE = dt.timedelta(minutes=30)
MERGED = "sheet.entered"
CAME = frozenset({Verdict.ENTERED, Verdict.NOMINATED, Verdict.RESTORED})
GONE = frozenset({Verdict.STRUCK, Verdict.RETRACTED})
Line = Sequence[Any]


def sittings(events: Iterable[AuditEvent]) -> list[list[AuditEvent]]:
    """Put adjacent entries of one person on one sheet together; ``events`` come latest first, and so do the parts."""
    found: list[list[AuditEvent]] = []
    for event in events:
        if found and _goes_on(event, found[-1][-1]):
            found[-1].append(event)
        else:
            found.append([event])
    return found


def _goes_on(earlier: AuditEvent, later: AuditEvent) -> bool:
    same = all(
        getattr(earlier, name) == getattr(later, name)
        for name in ("action", "actor_id", "target_type", "target_id", "source")
    )
    return same and _is_plain(earlier) and _is_plain(later) and later.at - earlier.at <= PAUSE


def _is_plain(event: AuditEvent) -> bool:
    """Tell whether an event says nothing but its lines, none of which was erased."""
    return event.action == MERGED and not event.reason and isinstance(event.new.get("lines"), list)


def lines_of(sitting: Sequence[AuditEvent]) -> list[Line]:
    """Give what was done to each name in the end; one that came and went again is left out."""
    verdicts: dict[tuple[Any, Any], list[Any]] = defaultdict(list)
    for event in reversed(sitting):
        for pupil, item, verdict in event.new["lines"]:
            verdicts[pupil, item].append(verdict)
    stayed = {about: told for about, told in verdicts.items() if len(told) == 1 or _side(told[0]) == _side(told[-1])}
    return [[*about, told[-1]] for about, told in stayed.items()]


def _side(verdict: object) -> int:
    return 1 if verdict in CAME else -1 if verdict in GONE else 0


def lines_words(lines: Iterable[Line], stars: Mapping[Any, str], pupils: Mapping[Any, str]) -> str:
    """Say the lines by star: 文明星 ＋何萱嘉、李越天；爱心星 −罗天清."""
    by_star: dict[Any, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pupil, item, verdict in lines:
        by_star[stars.get(item, item)][_sign(verdict)].append(pupils.get(pupil, str(pupil)))
    return joiners.in_a_series(
        " ".join([str(star), *(f"{sign}{joiners.in_a_row(names)}" for sign, names in signs.items())])
        for star, signs in by_star.items()
    )


def _sign(verdict: object) -> str:
    side = _side(verdict)
    if side:
        return "＋" if side > 0 else joiners.MINUS
    label = str(Verdict(verdict).label) if verdict in Verdict.values else str(verdict)
    return pgettext("verdict before names", "%(verdict)s: ") % {"verdict": label}
