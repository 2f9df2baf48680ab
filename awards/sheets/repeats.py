"""How often a pupil has had a star this term, for schools that limit it (A12)."""

from collections import Counter
from collections.abc import Collection

from awards.models import ClassRound, EntrySource, LineState, Nomination, StarEntry

TakenStars = dict[tuple[int, int], int]


def taken(sheet: ClassRound, students: Collection[int]) -> TakenStars:
    """Count by (pupil, star) how often it was won, or stands to be, in the term's other rounds; two statements.

    Pairs that do not occur are absent. Empty, without a question, where the scheme sets no limit. ``sheet`` needs
    ``round__term__pinned__scheme`` loaded.
    """
    term = sheet.round.term
    if not term.pinned.scheme.item_repeats_per_term or not students:
        return {}
    won = (
        StarEntry.objects.of_term(term)
        .standing()
        .filter(student__in=students, item__isnull=False)
        # A credit carries over what a second record of the same pupil had won.
        .filter(source__in=[EntrySource.NOMINATION, EntrySource.CREDIT])
        .exclude(round=sheet.round_id)
    )
    # What is final is in the ledger already.
    to_be = (
        Nomination.objects.filter(class_round__round__term=term, student__in=students)
        .filter(state__in=[LineState.CHOSEN, LineState.DISPUTED])
        .exclude(class_round__round=sheet.round_id)
    )
    pairs = [
        *won.values_list("student_id", "item_id").order_by(),
        *to_be.values_list("student_id", "item_id").order_by(),
    ]
    return dict(Counter(pairs))
