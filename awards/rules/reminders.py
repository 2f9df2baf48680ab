"""On which days a class that owes its sheet is reminded."""

import datetime as dt
from collections.abc import Callable

# Days after the sheet was due; from the second week on once a week.
DAYS = frozenset({-1, 0, 1, 3, 7})
_WEEK = 7


def falls_on(day: dt.date, due_on: dt.date) -> bool:
    """Tell whether a sheet that is due on ``due_on`` is spoken of on ``day``."""
    after = (day - due_on).days
    return after in DAYS or (after > _WEEK and after % _WEEK == 0)


def reminds_today(today: dt.date, due_on: dt.date, is_working: Callable[[dt.date], bool]) -> bool:
    """Tell the same of a working day and the days off behind it, whose words are said on it; False on a day off."""
    if not is_working(today):
        return False
    day = today
    while not falls_on(day, due_on):
        day += dt.timedelta(days=1)
        if is_working(day) or (day - today).days > 2 * _WEEK:
            return False
    return True
