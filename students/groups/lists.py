"""The list of a class's groups and of its star committee."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from starrating.spreadsheets.columns import FileColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport
from students.classes.access import class_within
from students.groups.page import GroupsPage, groups_page
from students.models import Enrolment


class GroupsResource(ListResource):
    """A file only: the page shows cards."""

    title = _("Groups and star committee")
    group = FileColumn("group", _("Group"))
    seat = FileColumn("place__seat", _("Seat"))
    name = FileColumn("place__student__name", _("Name"))
    leads = FileColumn("leads", _("Group leader"))
    committee = FileColumn("committee", _("Star committee"))


@dataclass(frozen=True)
class GroupPlace:
    group: str
    place: Enrolment
    leads: bool
    committee: bool


def groups(asked: Asked) -> Listed:
    page = groups_page(class_within(asked.school, asked.reach, asked.key("of")), asked.today)
    return Listed(GroupsResource(), _places(page), page.name, page.school_class)


def _places(page: GroupsPage) -> Iterator[GroupPlace]:
    """Give places by group, those in none at the end."""
    members = {member.student.pk for member in page.committee}
    for card in page.groups:
        leader = card.leader.pk if card.leader else None
        for place in card.members:
            yield GroupPlace(card.shown, place, place.student_id == leader, place.student_id in members)
    for place in page.loose:
        yield GroupPlace("", place, leads=False, committee=place.student_id in members)


LISTS = (ListExport("groups", "students:groups", groups),)
