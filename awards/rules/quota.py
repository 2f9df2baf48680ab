"""How many pupils of a class may win one item in one round (clause 五4)."""

from awards.rules.kinds import QuotaKind, Rounding


def item_quota(kind: QuotaKind, number: int, percent: int, rounding: Rounding, minimum: int, class_size: int) -> int:
    """Give the most winners one item may have in a class of `class_size` pupils in a round (A7).

    A fixed quota is `number` whatever the size of the class, as the text says. A percentage (1 to 100) of the class
    is rounded as the scheme says and is never below `minimum` (A8). It need not be filled (A9).
    """
    if kind == QuotaKind.FIXED:
        return number
    return max(minimum, _share(class_size * percent, rounding))


def _share(hundredths: int, rounding: Rounding) -> int:
    # Whole numbers only: 0.1 * 45 in floating point is not always 4.5, and a half decides about a child's star.
    match rounding:
        case Rounding.DOWN:
            return hundredths // 100
        case Rounding.HALF_UP:
            return (hundredths + 50) // 100
        case Rounding.UP:
            return -(-hundredths // 100)
