"""Groups, their leaders and the cadres on the star committees of many classes."""

from django.utils.translation import gettext_lazy as _

from students.imports.groups.facts import group_facts
from students.imports.groups.file import read_groups
from students.imports.groups.plan import plan_groups
from students.imports.groups.write import write_groups
from students.imports.pipeline.importer import Importer

GROUPS = Importer(
    code="groups",
    read=read_groups,
    facts=group_facts,
    plan=plan_groups,
    write=write_groups,
    event="groups.imported",
    summary=_("%(new)d pupils new, %(changed)d changed, %(unchanged)d unchanged, %(error)d with errors."),
    done=_("Arranged: %(count)d pupils."),
    nothing=_("Nothing to change: groups, leaders and cadres are on record as the file says."),
)
IMPORTERS = (GROUPS,)
