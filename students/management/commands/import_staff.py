from students.imports.importer import STAFF_MATRIX
from students.management.school_command import DatedImportCommand


class Command(DatedImportCommand):
    help = "Import who teaches what (任课表); new accounts get their one-time passwords on the page Accounts."
    importer = STAFF_MATRIX
