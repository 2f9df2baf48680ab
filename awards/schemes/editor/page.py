"""The administrator's versions of the scheme: what is published and held by which term, what is being drafted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import Scheme, SchemeState, TermScheme
from awards.rules.scheme.changes import Change, changes
from awards.rules.scheme.checks import spec_problems
from awards.rules.scheme.document import document_of
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes.access import schemes_of
from awards.schemes.drafts import mark_of
from awards.schemes.editor.part_page import ProblemLine, problem_lines
from awards.schemes.editor.parts import PARTS, Part, part_of
from awards.schemes.labels import key_words, value_words
from awards.schemes.presets import available_presets, load_preset
from awards.schemes.rows import spec_of
from students.models import School, Term


@dataclass(frozen=True)
class VersionRow:
    """A published version with the terms that are held under it."""

    scheme: Scheme
    terms: Sequence[str]


@dataclass(frozen=True)
class SchemesPage:
    drafts: Sequence[Scheme]
    published: Sequence[VersionRow]
    presets: Sequence[SchemeSpec]


@dataclass(frozen=True)
class ChangeLine:
    """One difference in words; `came` and `went` are rows that only one of the two has."""

    label: str
    row: str
    old: str
    new: str
    came: bool
    went: bool


@dataclass(frozen=True)
class PartChanges:
    part: Part
    lines: Sequence[ChangeLine]


@dataclass(frozen=True)
class DraftPage:
    """A draft; ``other`` is the published version that it is compared with, None before the first."""

    draft: Scheme
    parts: Sequence[tuple[Part, int]]
    problems: Sequence[ProblemLine]
    other: Scheme | None
    changed: int
    seen: str
    has_term: bool


def schemes_page(school: School) -> SchemesPage:
    """Gather the versions in two queries however many there are."""
    rows = list(schemes_of(school).order_by("-published_at", "code", "-version"))
    terms: dict[int, list[str]] = defaultdict(list)
    held = TermScheme.objects.filter(term__school=school).select_related("term__school").order_by("term__starts_on")
    for pinned in held:
        terms[pinned.scheme_id].append(pinned.term.name)
    return SchemesPage(
        drafts=[row for row in rows if row.state == SchemeState.DRAFT],
        published=[VersionRow(row, terms[row.pk]) for row in rows if row.state == SchemeState.PUBLISHED],
        presets=[load_preset(code) for code in available_presets()],
    )


def draft_page(draft: Scheme) -> DraftPage:
    """Gather the page in twelve queries at most: both versions, and whether there is a term to try the numbers on."""
    spec = spec_of(draft)
    # Unless somebody asks for another, it is compared with the newest that is published.
    other = schemes_of(draft.school).published().exclude(pk=draft.pk).first()
    problems = problem_lines(draft, spec_problems(spec), document_of(spec))
    wrong = [line.part for line in problems]
    return DraftPage(
        draft=draft,
        parts=[(part, wrong.count(part)) for part in PARTS.values()],
        problems=problems,
        other=other,
        changed=len(changes(spec_of(other), spec)) if other else 0,
        seen=mark_of(spec),
        has_term=Term.objects.filter(school=draft.school_id, pinned__isnull=False).exists(),
    )


def change_parts(old: SchemeSpec, new: SchemeSpec) -> list[PartChanges]:
    """Give the differences by the editor's parts; parts without any are left out."""
    found: dict[str, list[ChangeLine]] = defaultdict(list)
    for change in changes(old, new):
        found[part_of(change.path).code].append(change_line(change))
    return [PartChanges(part, found[part.code]) for part in PARTS.values() if part.code in found]


def change_line(change: Change) -> ChangeLine:
    """Say a change in words, from the old value to the new."""
    return ChangeLine(
        label=key_words(change.path),
        row=change.row,
        old=value_words(change.old),
        new=value_words(change.new),
        came=change.old is None,
        went=change.new is None,
    )
