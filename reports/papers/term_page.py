"""学生评星成长单: a pupil's term for the guardian, each star by month; printed singly also the balance and the step.

What is handed out in class tells of everybody the stars won and of nobody a balance, nor a level, which would give one
away (A69).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from awards.models import StarEntry
from awards.rules.reach import step_in_reach
from reports.namesakes import Seats, seats_of_namesakes, told_apart
from reports.phrases import may_be_named
from reports.stars.chart import Month, TermChart, term_chart
from reports.stars.reach import most_left
from reports.terms.facts import PupilTerm, TermFacts
from reports.typesetting.typeset import typeset_rows
from reports.typesetting.wordings import filled_labels, unit_words
from starrating.joiners import signed

_PAGES_A_PART = 200
_BATCH = 500

# By pupil: stars by item and round.
Stars = Mapping[int, Mapping[tuple[int | None, int], int]]
# What a page says beside the stars won.
Balance = Callable[[PupilTerm, Mapping[str, str]], Mapping[str, object]]
_NO_BALANCE: Mapping[str, object] = {"taken": "", "balance": "", "level": "", "stars": 0}


def term_pages_pdf(facts: TermFacts, pupils: Sequence[PupilTerm]) -> bytes:
    """Set a page for each of ``pupils``, in the order given: the stars won.

    Champion stars appear by name only where the scheme makes them public; else they are one number with what was
    brought along, so that the sum is right.
    """
    return _set(facts, pupils, lambda _pupil, _words: _NO_BALANCE)


def balanced_page_pdf(facts: TermFacts, pupil: PupilTerm) -> bytes:
    """Set the page of one pupil with what was taken, the balance, the level and the step, for who asks for it."""
    return _set(facts, [pupil], partial(_balance, facts))


def _set(facts: TermFacts, pupils: Sequence[PupilTerm], balance: Balance) -> bytes:
    school = facts.term.school
    words = filled_labels("term_page", 政教处=school.office_name, **unit_words(facts.scheme.unit))
    shared = {
        "school": school.name,
        "labels": words,
        "term": facts.term.name,
        "provisional": any(facts.is_provisional(pupil) for pupil in pupils),
        "phone": school.office_phone,
        "months": [round_.month_name for round_ in facts.rounds],
    }
    stars = _stars(facts, [pupil.pk for pupil in pupils])
    seats = _namesakes(facts)
    rows = [
        {**_row(facts, pupil, stars, words), **balance(pupil, words), "name": told_apart(pupil.name, pupil.pk, seats)}
        for pupil in pupils
    ]
    return typeset_rows("term_page", shared, rows, size=_PAGES_A_PART)


def _row(facts: TermFacts, pupil: PupilTerm, stars: Stars, words: Mapping[str, str]) -> dict[str, object]:
    mine = stars[pupil.pk]
    shown = [item for item in facts.items if may_be_named(item, facts.scheme)]
    won = pupil.earned + pupil.brought
    counts = [[mine.get((item.pk, round_.pk), 0) for round_ in facts.rounds] for item in shown]
    return {
        "class": facts.classes[pupil.stay.class_pk].name_in(facts.term.school_year),
        "lines": [{"star": item.name, "counts": row} for item, row in zip(shown, counts, strict=True)],
        "other": won - sum(map(sum, counts)),
        "total": won,
        "step": "" if facts.is_provisional(pupil) else words["step_settled"],
        "chart": _drawn(_chart(facts, counts, won, words["other_short"])),
    }


def _balance(facts: TermFacts, pupil: PupilTerm, words: Mapping[str, str]) -> dict[str, object]:
    taken = {"taken": signed(pupil.deducted), "balance": signed(pupil.shown)} if pupil.deducted else {}
    return {
        **_NO_BALANCE,
        **taken,
        "level": facts.level_name(pupil),
        "stars": pupil.level,
        "step": _step(facts, pupil, words),
    }


def _namesakes(facts: TermFacts) -> Seats:
    here = (pupil for pupil in facts.pupils if facts.is_here(pupil))
    return seats_of_namesakes((pupil.stay.class_pk, pupil.pk, pupil.name, pupil.stay.seat) for pupil in here)


def _step(facts: TermFacts, pupil: PupilTerm, words: Mapping[str, str]) -> str:
    """Say what is within reach; once the term is settled, that the next one begins anew for everybody."""
    if not facts.is_provisional(pupil):
        return words["step_settled"]
    most = most_left(facts.term, pupil.pk, facts.classes[pupil.stay.class_pk], facts.day)
    step = step_in_reach(pupil.total, facts.bounds, most)
    if step is None:
        return words["step_star"] if most and pupil.level < len(facts.levels) else ""
    return words["step"].replace("{颗数}", str(step.missing)).replace("{星级}", facts.levels[step.level - 1].name)


def _chart(facts: TermFacts, counts: Sequence[Sequence[int]], total: int, other: str) -> TermChart:
    """Draw the stair of the counts that the table names, without the levels; it adds nothing to what the page says."""
    months = [Month(round_.month_name, sum(row[place] for row in counts)) for place, round_ in enumerate(facts.rounds)]
    return term_chart(months, [], total=total, other=other)


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
    return {"steps": steps, "ground": chart.ground}


def _stars(facts: TermFacts, pks: Sequence[int]) -> Stars:
    found: dict[int, dict[tuple[int | None, int], int]] = defaultdict(lambda: defaultdict(int))
    for start in range(0, len(pks), _BATCH):
        entries = StarEntry.objects.of_term(facts.term).filter(student__in=pks[start : start + _BATCH])
        for student_pk, round_pk, item_pk, count in entries.sums():
            found[student_pk][item_pk, round_pk] += count
    return found
