"""Stars of a sky: always at the same place, never upon each other, never outside."""

from __future__ import annotations

from itertools import combinations

import pytest

from reports.stars.constellations import MOST, PLACE_HEIGHT, PLACE_WIDTH, path_of, place_stars


@pytest.mark.parametrize("figure", range(7))
@pytest.mark.parametrize("how_many", range(1, MOST + 1))
def test_stars_have_places_of_their_own_within_the_drawing(figure: int, how_many: int) -> None:
    stars = place_stars(figure, how_many)
    assert stars == place_stars(figure, how_many)
    assert len(stars) == how_many
    assert all(0 <= star.x <= PLACE_WIDTH and 0 <= star.y <= PLACE_HEIGHT for star in stars)
    assert all(abs(a.x - b.x) + abs(a.y - b.y) >= 8 for a, b in combinations(stars, 2))


def test_a_line_joins_two_and_more() -> None:
    assert path_of(place_stars(0, 1)) == path_of(place_stars(0, 0)) == ""
    assert path_of(place_stars(0, 3)).count("L") == 2
