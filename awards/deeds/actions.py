"""What the record calls acts about facts. It says of whom, of which star and day, never the sentence: that leaves."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("deed.corrected", _("Fact corrected"), Kind.WORDS),
    Action("deed.left", _("Facts deleted when their time was over"), Kind.WORDS),
    Action("deed.noted", _("Fact noted"), Kind.WORDS),
    Action("deed.removed", _("Fact removed"), Kind.WORDS),
)
