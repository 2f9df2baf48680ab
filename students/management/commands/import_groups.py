from students.imports.importer import GROUPS
from students.management.school_command import ImportCommand


class Command(ImportCommand):
    help = (
        "Read groups, their leaders and the cadres on the star committee from files and, with --confirm, arrange them."
    )
    importer = GROUPS
    confirm_help = "arrange them; without it, only show them"
