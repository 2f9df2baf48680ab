"""Who teaches what (任课表): a row a class, a column a subject."""

from django.utils.translation import gettext_lazy as _

from students.imports.pipeline.importer import Importer
from students.imports.staff.facts import staff_facts
from students.imports.staff.file import read_matrix
from students.imports.staff.plan import plan_staff
from students.imports.staff.write import write_staff

STAFF_MATRIX = Importer(
    code="staff",
    read=read_matrix,
    facts=staff_facts,
    plan=plan_staff,
    write=write_staff,
    event="staff.imported",
    summary=_(
        "%(rows)d tasks: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(error)d with errors; "
        "%(accounts)d new accounts, %(classes)d new classes."
    ),
    done=_("Imported: %(new)d new tasks, %(changed)d changed, %(accounts)d new accounts."),
    nothing=_("Nothing to change: every task in the file is on record as it says."),
)
IMPORTERS = (STAFF_MATRIX,)
