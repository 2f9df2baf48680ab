"""The list of the sheets that a subject teacher reads."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.home.my_classes import my_classes_page
from starrating.spreadsheets.columns import FileColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport


class MyClassesResource(ListResource):
    """A file only: the page shows tiles."""

    title = _("Sheets of my classes")
    name = FileColumn("row__name", _("Class"))
    state = FileColumn("row__place__label", _("State"))
    names = FileColumn("row__names", pgettext_lazy("count", "Names"))
    teacher = FileColumn("row__contact__name", _("Homeroom teacher"))
    until = FileColumn("until", _("Opinion by"))
    spoken = FileColumn("spoken", _("Opinion given"))


def my_classes(asked: Asked) -> Listed:
    page = my_classes_page(asked.school, asked.user, asked.standing, asked.today)
    return Listed(MyClassesResource(), page.rows, page.round.full_name if page.round else "", page.round)


LISTS = (ListExport("my-classes", "awards:class_sheets", my_classes),)
