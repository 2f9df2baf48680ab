"""The roster of a school: pupils with class, seat, group and guardian."""

from django.utils.translation import gettext_lazy as _

from students.imports.pipeline.importer import Importer
from students.imports.roster.facts import roster_facts
from students.imports.roster.file import read_roster
from students.imports.roster.plan import plan_roster
from students.imports.roster.write import write_roster

ROSTER = Importer(
    code="roster",
    read=read_roster,
    facts=roster_facts,
    plan=plan_roster,
    write=write_roster,
    event="roster.imported",
    summary=_(
        "%(rows)d pupils: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(conflict)d in conflict, "
        "%(error)d with errors; %(classes)d new classes, %(absent)d not in the file."
    ),
    done=_("Imported: %(new)d new pupils, %(changed)d changed, %(classes)d new classes."),
    nothing=_("Nothing to change: every pupil in the file is on record as it says."),
)
IMPORTERS = (ROSTER,)
