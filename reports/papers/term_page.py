"""学生评星成长单: a pupil's term for the guardian, each star by month, and the step within reach instead of a rank."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from awards.models import StarEntry
from awards.rules.levels import next_step
from reports.phrases import may_be_named
from reports.stars.chart import Month, TermChart, term_chart
from reports.terms.facts import PupilTerm, TermFacts
from reports.typesetting.typeset import typeset_rows
from reports.typesetting.wordings import filled_labels, unit_words

_PAGES_A_PART = 200
_BATCH = 500

# By pupil: stars by item and round.
Stars = Mapping[int, Mapping[tuple[int | None, int], int]]


def term_pages_pdf(facts: TermFacts, pupils: Sequence[PupilTerm]) -> bytes:
    """Set a page for each of ``pupils``, in the order given.

    Champion stars appear by name only where the scheme makes them public; they, what was taken and what was brought
    along are one number, so that the total is right and the page tells no tales.
    """
    school = facts.term.school
    words = filled_labels("term_page", 政教处=school.office_name, **unit_words(facts.scheme.unit))
    shared = {
        "school": school.name,
        "labels": words,
        "term": facts.term.name,
        "provisional": facts.provisional,
        "phone": school.office_phone,
        "months": [round_.month_name for round_ in facts.rounds],
    }
    stars = _stars(facts, [pupil.pk for pupil in pupils])
    rows = [_row(facts, pupil, stars, words) for pupil in pupils]
    return typeset_rows("term_page", shared, rows, size=_PAGES_A_PART)


def _row(facts: TermFacts, pupil: PupilTerm, stars: Stars, words: Mapping[str, str]) -> dict[str, object]:
    mine = stars[pupil.pk]
    shown = [item for item in facts.items if may_be_named(item, facts.scheme)]
    counts = [[mine.get((item.pk, round_.pk), 0) for round_ in facts.rounds] for item in shown]
    return {
        "name": pupil.name,
        "class": facts.classes[pupil.stay.class_pk].name_in(facts.term.school_year),
        "lines": [{"star": item.name, "counts": row} for item, row in zip(shown, counts, strict=True)],
        "other": pupil.shown - sum(map(sum, counts)),
        "total": pupil.shown,
        "level": facts.level_name(pupil),
        "stars": pupil.level,
        "chart": _drawn(_chart(facts, counts, pupil.shown, words["other_short"])),
        "step": _step(facts, pupil, words),
    }


def _step(facts: TermFacts, pupil: PupilTerm, words: Mapping[str, str]) -> str:
    """Say what is within reach; once the term is settled, that the next one begins anew for everybody."""
    if not facts.provisional:
        return words["step_settled"]
    step = next_step(pupil.total, facts.bounds)
    if step is None:
        return ""
    return words["step"].replace("{颗数}", str(step.missing)).replace("{星级}", facts.levels[step.level - 1].name)


def _chart(facts: TermFacts, counts: Sequence[Sequence[int]], total: int, other: str) -> TermChart:
    """Draw the stair of the counts that the table names; it adds nothing to what the page says."""
    months = [Month(round_.month_name, sum(row[place] for row in counts)) for place, round_ in enumerate(facts.rounds)]
    return term_chart(months, facts.levels, total=total, other=other)


def _drawn(chart: TermChart) -> dict[str, object]:
    steps = [
        {
            "label": climb.label,
            "gain": climb.signed if climb.stars else "",
            "until": climb.until,
            "place": [climb.x, climb.y, climb.width, climb.height],
            "carried": [climb.x, climb.carried_y, climb.width, climb.carried],
        }
        for climb in chart.climbs
    ]
    lines = [{"level": f"{row.name} {row.bound}", "y": row.y, "reached": row.reached} for row in chart.lines]
    # A paper for the family draws no step down: what was taken is one number on it, and no picture.
    is_up = chart.has_stars and not any(climb.is_down for climb in chart.climbs)
    return {"steps": steps if is_up else [], "marks": lines, "ground": chart.ground}


def _stars(facts: TermFacts, pks: Sequence[int]) -> Stars:
    found: dict[int, dict[tuple[int | None, int], int]] = defaultdict(lambda: defaultdict(int))
    for start in range(0, len(pks), _BATCH):
        entries = StarEntry.objects.of_term(facts.term).filter(student__in=pks[start : start + _BATCH])
        for student_pk, round_pk, item_pk, count in entries.sums():
            found[student_pk][item_pk, round_pk] += count
    return found
