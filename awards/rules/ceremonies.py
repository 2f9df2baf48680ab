"""Which terms and grades a ceremony honours unless somebody says otherwise (六3, A32), and what is handed out there."""

from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.rules.entitlements import RewardKind


class CeremonyKind(TextChoices):
    OPENING = "opening", _("opening ceremony")
    GRADUATION = "graduation", _("graduation ceremony")
    AWARD = "award", _("award ceremony")
    OTHER = "other", pgettext_lazy("ceremony", "other occasion")


class CeremonyState(TextChoices):
    PLANNED = "planned", pgettext_lazy("ceremony", "to come")
    CLOSED = "closed", pgettext_lazy("ceremony", "closed")
    CANCELLED = "cancelled", pgettext_lazy("ceremony", "cancelled")


class Reply(TextChoices):
    """What a guardian answered to an invitation."""

    NONE = "", pgettext_lazy("reply", "no reply yet")
    COMING = "coming", pgettext_lazy("reply", "coming")
    DECLINED = "declined", pgettext_lazy("reply", "not coming")


# Handed out on the stage. A letter goes home with the pupil; a place on a board or a list is nothing to hand over.
ON_STAGE = (RewardKind.CERTIFICATE, RewardKind.PARENT_TITLE)
# What joins a ceremony: an invitation leads to it.
AT_CEREMONIES = (*ON_STAGE, RewardKind.INVITATION)
# More of one family than this is a typing mistake.
MOST_GUESTS = 9
# The graduating grade leaves at the end of the second term.
_SECOND = 2


def usual_grades(kind: CeremonyKind, ordinal: int, grades: Sequence[int]) -> list[int]:
    """Give the grades of a term (first or second of its year) that such a ceremony honours.

    A graduation honours the graduating grade. Who has graduated is not there when the next term opens.
    """
    if kind == CeremonyKind.GRADUATION:
        return [grades[-1]]
    if kind == CeremonyKind.OPENING and ordinal == _SECOND:
        return list(grades[:-1])
    return list(grades)
