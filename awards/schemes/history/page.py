"""The published versions, the newest first, each with what it changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import Scheme, TermScheme
from awards.schemes.access import schemes_of
from awards.schemes.editor.parts import Part
from awards.schemes.history.sentences import said_by_part
from awards.schemes.rows import specs_of
from students.models import School


@dataclass(frozen=True)
class VersionLine:
    """A published version, its terms, and in sentences what it changed; ``before`` is None for the first."""

    scheme: Scheme
    terms: Sequence[str]
    before: Scheme | None
    parts: Sequence[tuple[Part, Sequence[str]]]


def history(school: School) -> list[VersionLine]:
    """Gather the versions in seven queries however many there are."""
    newest_first = list(schemes_of(school).published())
    specs, terms = specs_of(newest_first), _terms(school)
    found = []
    for place, scheme in enumerate(newest_first):
        before = newest_first[place + 1] if place + 1 < len(newest_first) else None
        parts = said_by_part(specs[place + 1], specs[place]) if before else []
        found.append(VersionLine(scheme, terms[scheme.pk], before, parts))
    return found


def _terms(school: School) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    held = TermScheme.objects.filter(term__school=school).select_related("term__school").order_by("term__starts_on")
    for pinned in held:
        found[pinned.scheme_id].append(pinned.term.name)
    return found
