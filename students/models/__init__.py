"""Who and where. Knows nothing of stars."""

from students.models.accounts import SchoolRole, SchoolRoleKind, User
from students.models.classes import CommitteeMember, GroupLeader, SchoolClass, StudentGroup
from students.models.files import ColumnMeaning
from students.models.movement import Movement, MovementKind
from students.models.photos import Photo
from students.models.pupils import Consent, ConsentScope, Enrolment, Guardian, Sex, Student
from students.models.school import CalendarDay, GradeStyle, School, SchoolStage, Subject, Term, TermState
from students.models.signing_in import KnownDevice, SignIn, SignInTries
from students.models.staffing import Staffing, StaffingRole

__all__ = [
    "CalendarDay",
    "ColumnMeaning",
    "CommitteeMember",
    "Consent",
    "ConsentScope",
    "Enrolment",
    "GradeStyle",
    "GroupLeader",
    "Guardian",
    "KnownDevice",
    "Movement",
    "MovementKind",
    "Photo",
    "School",
    "SchoolClass",
    "SchoolRole",
    "SchoolRoleKind",
    "SchoolStage",
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
