"""A pupil's own stars of a term as a sky, each star explained below it; nothing of anybody else, and no rank."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from awards.models import Verdict
from reports.stars.constellations import MOST, Placed, path_of, place_stars
from reports.stars.pupil_page import PupilPage, StarLine, pupil_page
from starrating.joiners import in_a_row
from students.models import Staffing, Student, Term
from students.permits.roles import Standing

# What was decided about the whole sheet on its way; returns and corrections concern others.
_ON_THE_WAY = frozenset({Verdict.HELD, Verdict.SUBMITTED, Verdict.FILED, Verdict.FINALIZED})
# How bright a star is, by how many months with stars have come after its own.
_BRIGHT, _DIM = 0, 2


@dataclass(frozen=True)
class SkyStar:
    """One star where it hangs; ``age`` from 0, the newest and brightest, to 2."""

    at: Placed
    age: int


@dataclass(frozen=True)
class Constellation:
    """The stars of one item: ``path`` is the line through them, ``drop`` how low the figure hangs (sky.css)."""

    name: str
    won: Sequence[StarLine]
    stars: Sequence[SkyStar]
    path: str
    drop: int


@dataclass(frozen=True)
class OwnSky:
    """What the page shows openly is ``page``, the stars won; ``balance`` is folded, for the pupil alone."""

    page: PupilPage
    balance: PupilPage
    constellations: Sequence[Constellation]
    lines: Sequence[StarLine]
    deductions: Sequence[StarLine]
    teachers: str


def own_sky(student: Student, term: Term | None, standing: Standing, day: dt.date) -> OwnSky:
    """Gather the sky of ``student``. Where nothing was taken, what was won is the balance and has its level by it."""
    balance = pupil_page(student, term, standing, day, deductions=True)
    taken = any(line.is_deduction for line in balance.lines)
    page = pupil_page(student, term, standing, day, deductions=False) if taken else balance
    lines = [own_line(line) for line in balance.lines]
    return OwnSky(
        page=page,
        balance=balance,
        constellations=_constellations(page.lines),
        lines=[line for line in lines if not line.is_deduction],
        deductions=[line for line in lines if line.is_deduction],
        teachers=homeroom_names(page.class_pk, day),
    )


def _constellations(lines: Sequence[StarLine]) -> list[Constellation]:
    """Draw one figure for each item with stars, in the scheme's order; an entry of three stars hangs three of them."""
    shining = [line for line in lines if line.entry.stars > 0 and not line.is_reversal and line.reversal is None]
    ages = _ages(shining)
    by_item: dict[tuple[int, str], list[StarLine]] = defaultdict(list)
    for line in shining:
        item = line.entry.item
        by_item[item.order if item else 0, _name(line)].append(line)
    # What is of no item (brought along) comes last.
    ordered = sorted(by_item.items(), key=lambda row: (row[0][0] == 0, row[0][0]))
    return [_constellation(order, name, won, ages) for (order, name), won in ordered]


def _ages(lines: Sequence[StarLine]) -> dict[int, int]:
    """Age the rounds: nought for the latest that has a star; ``lines`` are in the order of the months."""
    rounds = list(dict.fromkeys(line.entry.round_id for line in lines))
    return {pk: min(_DIM, age) for age, pk in enumerate(reversed(rounds), start=_BRIGHT)}


def _constellation(order: int, name: str, won: Sequence[StarLine], ages: Mapping[int, int]) -> Constellation:
    rounds = [line.entry.round_id for line in won for _star in range(line.entry.stars)][:MOST]
    places = place_stars(order, len(rounds))
    stars = [SkyStar(place, ages[pk]) for place, pk in zip(places, rounds, strict=True)]
    return Constellation(name, won, stars, path_of(places), order % 3)


def _name(line: StarLine) -> str:
    item = line.entry.item
    return (item.short_name or item.name) if item else line.star


def own_line(line: StarLine) -> StarLine:
    """Leave of the decisions what is the pupil's to know: how the star was won and when, not by whom.

    That it was taken back later is said beside it, with why.
    """
    decisions = [
        row
        for row in line.decisions
        if row.verdict != Verdict.REVERSED and (row.nomination_id is not None or row.verdict in _ON_THE_WAY)
    ]
    return replace(line, decisions=decisions)


def homeroom_names(class_pk: int | None, day: dt.date) -> str:
    """Name the homeroom teachers of a class on ``day``, joined; empty without a class."""
    held = Staffing.objects.homerooms_on(day, [class_pk] if class_pk else [])
    return in_a_row(held.order_by("starts_on", "pk").values_list("user__name", flat=True))
