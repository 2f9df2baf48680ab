"""What of the stars stands on places and tasks that an import has written, and what is locked before these go."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import ClassRound, Decision, Nomination
from starrating.db.locks import lock
from students.imports.record.trail import table_of
from students.models import Enrolment, FileImport, School, Staffing, TermState

_NAMES = _("The pupil's name is on a sheet of this class.")
_DECIDED = _("This teacher has worked on a sheet of this class since.")


def standing(
    run: FileImport, moved: Sequence[Enrolment], tasks: Sequence[Staffing]
) -> dict[tuple[str, int], str | Promise]:
    """Give which places of pupils who were ``moved`` have names on sheets, and which teachers have used a task."""
    found: dict[tuple[str, int], str | Promise] = {}
    lines = Nomination.objects.filter(
        student__in={one.student_id for one in moved},
        class_round__school_class__in={one.school_class_id for one in moved},
    )
    named = list(lines.values_list("student_id", "class_round__school_class_id", "class_round__round__ends_on"))
    for place in moved:
        if any(
            (pupil, school_class) == (place.student_id, place.school_class_id) and last >= place.starts_on
            for pupil, school_class, last in named
        ):
            found[table_of(Enrolment), place.pk] = _NAMES
    decided = Decision.objects.filter(
        by__in={one.user_id for one in tasks},
        class_round__school_class__in={one.school_class_id for one in tasks},
        at__gt=run.at,
    )
    worked = set(decided.order_by().values_list("by_id", "class_round__school_class_id").distinct())
    for task in tasks:
        if (task.user_id, task.school_class_id) in worked:
            found[table_of(Staffing), task.pk] = _DECIDED
    return found


def hold_sheets(school: School) -> None:
    """Lock the sheets of open terms: nobody puts a pupil on one while the pupil goes."""
    rows = ClassRound.objects.filter(round__term__school=school, round__term__state=TermState.OPEN)
    list(lock(rows).values_list("pk"))


STANDING = (standing,)
HOLDS = (hold_sheets,)
