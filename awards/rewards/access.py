"""Which entitlements may be fetched; anything else is a 404."""

from django.shortcuts import get_object_or_404

from awards.models import Entitlement
from students.models import School


def entitlement_of_school(school: School, pk: int) -> Entitlement:
    rows = Entitlement.objects.filter(term__school=school)
    return get_object_or_404(rows.select_related("term__school", "student", "level__school_class__school", "by"), pk=pk)
