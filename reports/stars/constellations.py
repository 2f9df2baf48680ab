"""Where the stars of a pupil's sky hang: each item is a constellation of its own, the same on every visit."""

from collections.abc import Sequence
from dataclasses import dataclass

# The figure that a constellation grows along, star by star, in a place of PLACE_WIDTH by PLACE_HEIGHT.
PLACE_WIDTH, PLACE_HEIGHT = 100, 76
Point = tuple[int, int]
# More stars of one item than this are said, and no longer drawn each.
MOST = 14
_FIGURES: tuple[tuple[Point, ...], ...] = (
    ((12, 62), (36, 42), (62, 48), (88, 20), (90, 60), (64, 70), (56, 8)),
    ((48, 10), (28, 36), (54, 56), (82, 46), (88, 14), (18, 66), (10, 18)),
    ((12, 18), (40, 32), (66, 14), (90, 38), (72, 64), (42, 66), (14, 52)),
    ((86, 12), (62, 34), (36, 22), (12, 44), (36, 66), (66, 64), (92, 50)),
    ((26, 10), (28, 44), (54, 64), (82, 52), (76, 20), (52, 34), (92, 72)),
    ((10, 36), (36, 14), (64, 26), (50, 56), (80, 66), (92, 38), (22, 66)),
)
# Where a constellation of one or two stars is drawn, they stand in the middle of its place.
_MIDDLE: Point = (PLACE_WIDTH // 2, 40)


@dataclass(frozen=True)
class Placed:
    x: int
    y: int


def place_stars(figure: int, how_many: int) -> list[Placed]:
    """Place ``how_many`` stars along the figure of that number; beyond its points it is gone through once more.

    Figures of few stars are moved to the middle of their place.
    """
    points = _FIGURES[figure % len(_FIGURES)]
    path = [_point(points, number) for number in range(how_many)]
    if not path:
        return []
    across, down = _to_middle(path)
    return [Placed(x + across, y + down) for x, y in path]


def path_of(stars: Sequence[Placed]) -> str:
    """Give the line through the stars, as a path of SVG; empty for a single one."""
    if len(stars) < 2:
        return ""
    return "M" + "L".join(f"{star.x} {star.y}" for star in stars)


def _point(points: Sequence[Point], number: int) -> Point:
    """Place the seventh star and more between the points already taken, so that no two stars cover each other."""
    x, y = points[number % len(points)]
    if number < len(points):
        return x, y
    after_x, after_y = points[(number + 1) % len(points)]
    return (x + after_x) // 2, (y + after_y) // 2


def _to_middle(path: Sequence[Point]) -> Point:
    xs, ys = [x for x, _y in path], [y for _x, y in path]
    return _MIDDLE[0] - (min(xs) + max(xs)) // 2, _MIDDLE[1] - (min(ys) + max(ys)) // 2
