"""What is kept about pupils, why and for how long: the kinds of data, each with the tables that hold it.

How long follows the settings of the school. That no table with a reference to a pupil is missing is held by
`tests/reports/children/test_kinds.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import (
    Appeal,
    Champion,
    Credit,
    Deed,
    Entitlement,
    FaultRecord,
    Goal,
    Nomination,
    Punishment,
    StarEntry,
    TermLevel,
    Violation,
    Vote,
    WindowCode,
    WindowMatter,
)
from reports.models import IssuedDocument
from starrating.operations.models import AuditEvent, Reading
from students.models import (
    CommitteeMember,
    Consent,
    Enrolment,
    GroupLeader,
    Guardian,
    Movement,
    Photo,
    School,
    Student,
    User,
)


@dataclass(frozen=True)
class KindOfData:
    """``tables`` lead with the one whose rows are counted; ``way`` leads from that to the school."""

    key: str
    label: str | Promise
    why: str | Promise
    kept: Callable[[School], str]
    tables: tuple[type[Model], ...]
    way: str = "student__school"

    def count(self, school: School) -> int:
        """Count the rows of a school's pupils in the first of the tables."""
        return self.tables[0]._default_manager.filter(**{self.way: school}).count()


def _contacts(school: School) -> str:
    return _("after leaving, months: %(months)d") % {"months": school.keep_contacts_months}


def _deeds(school: School) -> str:
    return _("after the term is settled, days: %(days)d") % {"days": school.keep_deeds_days}


def _record(_school: School) -> str:
    return _("for good, as the school's record; by name until erased on request")


def _final(_school: School) -> str:
    return _("until the sheet is final")


def _settled(_school: School) -> str:
    return _("until the term is settled; what led to a deduction stays with it")


def _consent(_school: School) -> str:
    return _("for good, as proof of the consent; until erased on request")


def _window(_school: School) -> str:
    return _("codes 14 days; questions and answers with the pupil's record")


def _account(_school: School) -> str:
    return _("until the pupil leaves; then closed, and traces of sign-in go after half a year")


KINDS: tuple[KindOfData, ...] = (
    KindOfData(
        "identity",
        gettext_lazy("Name, school number, sex, date of birth"),
        gettext_lazy("To know whom a star belongs to, and who is under fourteen"),
        lambda school: _("the name as the record; the date of birth %(kept)s") % {"kept": _contacts(school)},
        (Student,),
        way="school",
    ),
    KindOfData(
        "places",
        gettext_lazy("Class, seat, group, office in the class"),
        gettext_lazy("To fill the class's sheet, and to know who votes"),
        _record,
        (Enrolment, Movement, GroupLeader, CommitteeMember),
    ),
    KindOfData(
        "guardians",
        gettext_lazy("Guardians' names and phone numbers"),
        gettext_lazy("To reach a family"),
        _contacts,
        (Guardian,),
    ),
    KindOfData(
        "consents",
        gettext_lazy("Consents of guardians"),
        gettext_lazy("To show who agreed to what, and when"),
        _consent,
        (Consent,),
    ),
    KindOfData(
        "photos", gettext_lazy("Photos"), gettext_lazy("For the honour board, with consent only"), _contacts, (Photo,)
    ),
    KindOfData(
        "stars",
        gettext_lazy("Nominations, decisions, stars and levels"),
        gettext_lazy("The rating itself, and what explains it"),
        _record,
        (StarEntry, Nomination, Champion, Credit, TermLevel, Entitlement, IssuedDocument),
    ),
    KindOfData(
        "goals", gettext_lazy("Goals that pupils set themselves"), gettext_lazy("For the pupil alone"), _record, (Goal,)
    ),
    KindOfData(
        "ballots",
        gettext_lazy("Ballots of the committee"),
        gettext_lazy("To count the votes"),
        _final,
        (Vote,),
        way="voter__school",
    ),
    KindOfData(
        "deeds",
        gettext_lazy("Facts noted between months"),
        gettext_lazy("Grounds for a star, with consent only"),
        _deeds,
        (Deed,),
    ),
    KindOfData(
        "faults",
        gettext_lazy("Minor faults, grave violations, punishments"),
        gettext_lazy("Deductions under the scheme"),
        _settled,
        (Violation, FaultRecord, Punishment, Appeal),
    ),
    KindOfData(
        "window",
        gettext_lazy("Codes and questions of the guardian's window"),
        gettext_lazy("To let a family see and ask, with consent only"),
        _window,
        (WindowMatter, WindowCode),
    ),
    KindOfData(
        "accounts",
        gettext_lazy("Accounts of pupils"),
        gettext_lazy("To declare, vote and see one's own stars"),
        _account,
        (User,),
        way="student__school",
    ),
    KindOfData(
        "audit",
        gettext_lazy("The record of who did what"),
        gettext_lazy("To show who acted, and who saw or took what"),
        _record,
        (AuditEvent, Reading),
        way="school",
    ),
)
