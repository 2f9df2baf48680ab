"""The list of a school's imports."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.spreadsheets.columns import Column
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport
from students.imports.history.forms import HistoryForm
from students.imports.history.page import imports_asked, kinds, run_rows


class ImportsResource(ListResource):
    title = pgettext_lazy("navigation", "Imports")
    at = Column("run__at", _("When"), css="nowrap")
    kind = Column("kind", _("Kind of file"), link="students:file_import", heads=True)
    files = Column("files", _("Files"))
    by = Column("run__by__name", _("Imported by"))
    came_to = Column("came_to", _("What was imported"))
    state = Column("state", _("Undone"))


def imports(asked: Asked) -> Listed:
    form = HistoryForm(asked.params or None, kinds=list(kinds().items()))
    found = imports_asked(form, asked.school, asked.standing, asked.user)
    return Listed(ImportsResource(), run_rows(found))


LISTS = (ListExport("imports", "students:imports", imports),)
