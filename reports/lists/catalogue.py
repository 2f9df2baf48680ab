"""Every list that can be taken away, by its key in the address."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.lists import exams, history, movements, objections, office, people, results, violations
from reports.lists.asked import ListExport

_ALL = (
    ListExport("board", "awards:board", _("Board of the month"), office.board),
    ListExport("register", "awards:register", _("Register of filed sheets"), office.register),
    ListExport("my-classes", "awards:class_sheets", _("Sheets of my classes"), office.my_classes),
    ListExport("audit", "awards:audit", pgettext_lazy("navigation", "Audit"), history.audit),
    ListExport("violations", "awards:violations", _("Violations"), violations.violations),
    ListExport("punishments", "awards:punishments", _("Formal punishments"), violations.punishments),
    ListExport("exams", "awards:exams", _("Exams"), exams.exams),
    ListExport("champions", "awards:exam", _("First places on record"), exams.champions),
    ListExport("objections", "awards:objections", _("Objections"), objections.objections),
    ListExport("movements", "awards:movements", _("Movements"), movements.movements),
    ListExport("classes", "students:roster", _("Classes"), people.classes),
    ListExport("teachers", "students:roster", _("Who teaches what"), people.teachers),
    ListExport("roster", "students:class", _("Pupils in seat order"), people.roster),
    ListExport("groups", "students:groups", _("Groups and star committee"), people.groups),
    ListExport("consents", "students:consents", _("Consents and photos"), people.consents),
    ListExport("accounts", "students:accounts", _("Accounts of the staff"), people.accounts),
    ListExport("totals", "reports:class_totals", _("Stars of a class"), results.totals),
    ListExport("levels", "awards:levels_on", _("Levels of a class"), results.levels),
    ListExport("pupil", "reports:pupil", _("Stars of a pupil"), results.pupil),
    ListExport("rewards", "awards:entitlements", _("Rewards"), results.rewards),
    ListExport("near", "awards:settlement_of_term", _("One star below a level"), results.near),
    ListExport("corrections", "awards:settlement_of_term", _("Corrections of levels"), results.corrections),
    ListExport("papers", "reports:letters", _("Issued papers"), results.papers),
    ListExport("terms", "awards:terms", _("Terms"), results.terms),
)
LISTS = {export.key: export for export in _ALL}
