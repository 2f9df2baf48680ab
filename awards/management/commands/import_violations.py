from awards.violations.importer import VIOLATIONS
from students.imports.pipeline.flow import AnyPreview
from students.management.school_command import ImportCommand


class Command(ImportCommand):
    help = (
        "Read a list of confirmed violations and, with --confirm, enter them with their deductions. "
        "The same file again changes nothing."
    )
    importer = VIOLATIONS
    confirm_help = "enter them; without it, only show them"

    def summary(self, preview: AnyPreview, *, written: bool) -> str:
        return self.importer.said(preview) if written else super().summary(preview, written=written)
