"""Whether what somebody asked of the school was answered by its day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet


@dataclass(frozen=True)
class AnswerCounts:
    """Objections or appeals by what became of their day; who has withdrawn waits for nothing."""

    received: int
    in_time: int
    late: int
    waiting: int
    overdue: int
    withdrawn: int


def answer_counts(rows: QuerySet[Any], day: dt.date, *, answered: Q, waiting: Q, answered_on: F) -> AnswerCounts:
    """Count ``rows`` with a day ``due_on`` as of ``day``; what is neither answered nor waiting was withdrawn."""
    in_time = Q(due_on__gte=answered_on)
    found = rows.order_by().aggregate(
        received=Count("pk"),
        in_time=Count("pk", filter=answered & in_time),
        late=Count("pk", filter=answered & ~in_time),
        waiting=Count("pk", filter=waiting & Q(due_on__gte=day)),
        overdue=Count("pk", filter=waiting & Q(due_on__lt=day)),
        withdrawn=Count("pk", filter=~answered & ~waiting),
    )
    return AnswerCounts(**found)
