"""One press undoes what the message above the page tells of."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from starrating.offers.acts import act_behind, undoing_of
from starrating.web.returning import page_behind
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act


@permitted_act
def undo(request: StaffRequest) -> HttpResponseBase:
    """Undo an act by the word of its offer, and go back to the page that showed it."""

    def act() -> str:
        now = timezone.now()
        done = act_behind(request.POST.get("offer", ""), request.user.pk, now)
        return undoing_of(done).undo(done, by=request.user, at=now)

    tell(request, act)
    return redirect(page_behind(request))
