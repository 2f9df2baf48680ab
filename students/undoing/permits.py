"""Who may undo what they have just done; what it was is each subject's to look at again."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import CLASS_AND_OFFICE, Area, AreaName, Permit

AREAS = (Area(AreaName.EVERYBODY, (Permit("students:undo", CLASS_AND_OFFICE, _("Undo what one has just done")),)),)
