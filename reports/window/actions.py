"""What the record calls acts about the guardian's window."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("window.answered", _("Guardian's question answered"), Kind.WORDS),
    Action("window.asked", _("Guardian's question received"), Kind.WORDS),
    Action("window.changed", _("Settings of the guardian's window changed"), Kind.SCHOOL),
    Action("window.code_dead", _("Window code tried too often"), Kind.PUPILS),
    Action("window.code_made", _("Window code made"), Kind.PUPILS),
    Action("window.code_revoked", _("Window code revoked"), Kind.PUPILS),
)
