"""Every list that can be taken away, by its key in the address: each subject says its own (``lists.py``)."""

from awards.audit import lists as audit
from awards.exams import lists as exams
from awards.home import lists as home
from awards.movements import lists as movements
from awards.objections import lists as objections
from awards.office import lists as office
from awards.rewards import lists as rewards
from awards.settlement import lists as settlement
from awards.terms import lists as terms
from awards.violations import lists as violations
from reports.honours import lists as papers
from reports.stars import lists as stars
from students.accounts import lists as accounts
from students.classes import lists as classes
from students.consents import lists as consents
from students.groups import lists as groups

_SUBJECTS = (
    *(office, home, audit, violations, exams, objections, movements),
    *(classes, groups, consents, accounts, stars, settlement, rewards, papers, terms),
)
LISTS = {export.key: export for subject in _SUBJECTS for export in subject.LISTS}
