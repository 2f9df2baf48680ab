"""A list of confirmed violations: each row one incident, entered as the office's own decision."""

from django.utils.translation import gettext_lazy as _

from awards.violations.files import (
    IncidentFacts,
    IncidentsPlan,
    incident_facts,
    incidents_kind,
    plan_incidents,
    read_incidents,
    violations_form,
)
from awards.violations.verbs import record
from starrating.own_words import in_own_words_lazy
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.desk import Desk
from students.imports.pipeline.importer import Importer, Written


def write_incidents(plan: IncidentsPlan, facts: IncidentFacts, asked: Asked) -> Written:
    """Enter each by the verb of the page, with its own audit event."""
    for row in plan.fresh:
        if row.incident is not None:
            record(row.incident, by=asked.by, at=asked.at)
    return Written(asked.school, {"new": plan.size})


VIOLATIONS = Importer(
    code="violations",
    kind=incidents_kind,
    read=read_incidents,
    facts=incident_facts,
    plan=plan_incidents,
    write=write_incidents,
    summary=_("Violations to enter: %(new)d; on record already: %(present)d."),
    done=_("Violations entered: %(new)d; on record already: %(present)d."),
)
VIOLATIONS_DESK = Desk(
    VIOLATIONS,
    app="awards",
    title=_("Violations from a file"),
    lead=in_own_words_lazy(
        _(
            "One incident per row: day, class, school number, name, ground, facts. "
            "They are entered as confirmed by the %(office)s."
        )
    ),
    preview_title=_("Preview of the violations"),
    preview_template="awards/violations/preview.html",
    upload_template="awards/violations/upload.html",
    home="awards:violations",
    home_label=_("Violations"),
    blank=violations_form,
)
IMPORTERS = (VIOLATIONS,)
DESKS = (VIOLATIONS_DESK,)
KINDS = (("violations", _("Violations")),)
