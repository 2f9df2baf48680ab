"""Which imports somebody may see, and who takes one back."""

from collections.abc import Mapping

from django.db.models import Q

from starrating.registry import summed
from students.imports.history.reversal import reversers
from students.imports.pipeline.desk import Desk
from students.models import FileImport, School, User
from students.models.imports import FileImportQuerySet
from students.permits.reach import may_go, reach_of
from students.permits.roles import Role, Standing


def desks() -> Mapping[str, Desk]:
    """Give every subject's desks by the codes of their importers."""
    return {desk.importer.code: desk for desk in summed("importer", "DESKS")}


def visible(standing: Standing, school: School, user: User) -> FileImportQuerySet:
    """Select the imports that are one's own, or of a kind that one brings in for the whole school."""
    routes = {code: desk.routes["confirm"] for code, desk in desks().items()}
    mine = [code for code, route in routes.items() if may_go(standing, route)]
    all_of = [code for code in mine if reach_of(standing, routes[code]).whole_school]
    return FileImport.objects.of_school(school).filter(Q(kind__in=all_of) | Q(kind__in=mine, by=user))


def may_take_back(run: FileImport, standing: Standing, by: User) -> bool:
    """Tell whether the import is one's own, or one is an administrator of its school, and it is of such a kind."""
    if run.school_id != standing.school_id or run.kind not in reversers():
        return False
    own = run.by_id == by.pk and may_go(standing, desks()[run.kind].routes["confirm"])
    return own or Role.ADMINISTRATOR in standing.school_roles
