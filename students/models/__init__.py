"""Who and where. Knows nothing of stars."""

from students.models.accounts import SchoolRole, SchoolRoleKind, User
from students.models.classes import CommitteeMember, GroupLeader, SchoolClass, StudentGroup
from students.models.files import ColumnMeaning
from students.models.imports import FileImport, ImportTrail
from students.models.movement import Movement, MovementKind
from students.models.photos import Photo
from students.models.privacy import DataIncident, DataRules
from students.models.pupils import Consent, ConsentScope, Enrolment, Guardian, Sex, Student
from students.models.school import CalendarDay, GradeStyle, School, SchoolStage, Subject, Term, TermState
from students.models.settlement import GradeSettlement
from students.models.signing_in import KnownDevice, SetupWord, SignIn, SignInTries
from students.models.staffing import Staffing, StaffingRole

__all__ = [
    "CalendarDay",
    "ColumnMeaning",
    "CommitteeMember",
    "Consent",
    "ConsentScope",
    "DataIncident",
    "DataRules",
    "Enrolment",
    "FileImport",
    "GradeSettlement",
    "GradeStyle",
    "GroupLeader",
    "Guardian",
    "ImportTrail",
    "KnownDevice",
    "Movement",
    "MovementKind",
    "Photo",
    "School",
    "SchoolClass",
    "SchoolRole",
    "SchoolRoleKind",
    "SchoolStage",
    "SetupWord",
    "Sex",
    "SignIn",
    "SignInTries",
    "Staffing",
    "StaffingRole",
    "Student",
    "StudentGroup",
    "Subject",
    "Term",
    "TermState",
    "User",
]
