"""The days that people have for an answer (A39, A56)."""

from collections.abc import Callable
from datetime import date, timedelta

from awards.rules.kinds import DayKind
from awards.rules.notice import notice_until


def opinions_until(asked_on: date, days: int) -> date:
    """Give a subject teacher's last day to speak: `days` calendar days after the list was laid before them."""
    return asked_on + timedelta(days=days)


def answer_due(received_on: date, days: int, is_working: Callable[[date], bool]) -> date:
    """Give the last day for the answer to an objection; working days count from the day after it came in (A35)."""
    return notice_until(received_on + timedelta(days=1), max(days, 1), DayKind.WORKING, is_working)
