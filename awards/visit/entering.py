"""Taking somebody's place: a session of that account's own, and an event that says so."""

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from awards.visit.places import Place
from awards.visit.walk import WALK
from starrating.operations import audit
from students.models import User


def enter(request: HttpRequest, place: Place, user: User) -> None:
    """Sign in as ``user``: the old session ends with all that was in it, but for how far the walk has come."""
    before = request.user if isinstance(request.user, User) else None
    if before is not None and before.pk == user.pk:
        return
    walk = request.session.get(WALK)
    with transaction.atomic():
        audit.record(
            "demonstration.looked_as",
            user,
            by=before,
            at=timezone.now(),
            school_id=user.school_id,
            new={"looked_as": place.value},
        )
        login(request, user)
    if walk is not None:
        request.session[WALK] = walk
