"""Addresses of a school's own files."""

from django.urls import URLPattern, URLResolver, include, path

from students.imports.importer import GROUPS_DESK, ROSTER_DESK, STAFF_DESK
from students.imports.pipeline.desk import addresses

urlpatterns: list[URLPattern | URLResolver] = [
    *addresses(ROSTER_DESK, "import/roster/"),
    *addresses(STAFF_DESK, "import/staff/"),
    *addresses(GROUPS_DESK, "import/groups/"),
    path("", include("students.imports.columns.urls")),
    path("", include("students.imports.history.urls")),
]
