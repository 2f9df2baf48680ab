"""What the record calls acts about groups and star committee."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("committee.ended", _("Left the star committee"), Kind.PUPILS),
    Action("committee.joined", _("Named to the star committee"), Kind.PUPILS),
    Action("group.leader_ended", _("Group leader stepped down"), Kind.PUPILS),
    Action("group.leader_named", _("Group leader named"), Kind.PUPILS),
    Action("group.made", _("Group made"), Kind.PUPILS),
    Action("group.members_changed", _("Members of a group changed"), Kind.PUPILS),
    Action("group.renamed", _("Group renamed"), Kind.PUPILS),
)
# What is kept with them, as people say it.
VALUES = (
    ("in", pgettext_lazy("recorded value", "added")),
    ("leader", pgettext_lazy("recorded value", "leader")),
    ("out", pgettext_lazy("recorded value", "taken out")),
)
