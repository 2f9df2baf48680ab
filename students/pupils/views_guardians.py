"""A guardian's phone number, shown to who says what for."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.refused import Refused
from students.classes.access import guardian_for
from students.permits.menu import Spot, address_at
from students.permits.reach import StaffRequest, permitted_act
from students.permits.shown import on_record
from students.pupils import guardians
from students.pupils.guardians import PhoneReason


@permitted_act
def guardian_phone(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Answers with the number and nothing else, so that no other page ever holds one."""
    found = guardian_for(request.reach, pk, timezone.localdate())
    back = address_at(Spot.PUPIL, found.student_id)
    reason = request.POST.get("why", "")
    if reason not in PhoneReason.values:
        messages.error(request, _("Say what the number is needed for."))
        return redirect(back)
    try:
        phone = guardians.read_phone(found, PhoneReason(reason), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    on_record(request, found.pk, found.student_id)
    return render(request, "students/pupils/guardian_phone.html", {"guardian": found, "phone": phone, "back_url": back})
