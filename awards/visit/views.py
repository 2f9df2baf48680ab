"""The two addresses of a visitor of the demonstration who sits at its computer; nowhere else are there such."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from awards.visit.access import places_for
from awards.visit.entering import enter
from awards.visit.places import Place, may_be_taken
from awards.visit.walk import STEPS, set_step, step_on
from starrating.web.public import public
from starrating.web.returning import page_behind
from students.models import User

Places = dict[Place, User]
View = Callable[..., HttpResponse]


def visitors_only(view: View) -> View:
    """Take POST from a visitor alone; for anybody else there is no such address, whatever the method."""

    @wraps(view)
    def asked(request: HttpRequest, **args: Any) -> HttpResponse:
        places = places_for(request)
        if not places:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(request, places, **args)

    marked: Any = public(never_cache(asked))
    marked.posts_only = True
    found: View = marked
    return found


@visitors_only
def look_as(request: HttpRequest, places: Places, place: str) -> HttpResponse:
    """Take a place and begin at its first page."""
    _take(request, places, place)
    return redirect("home")


@visitors_only
def walk(request: HttpRequest, places: Places) -> HttpResponse:
    """Go to a step of the walk, in the place that it is seen from; beyond the last it is over."""
    number = _number(request)
    if number >= len(STEPS):
        set_step(request.session, number)
        return redirect(page_behind(request))
    step = STEPS[number]
    _take(request, places, step.place.value)
    set_step(request.session, number)
    return redirect(step.view)


def _number(request: HttpRequest) -> int:
    """Give the step asked for; what is no number goes on from where the walk is."""
    asked = request.POST.get("step", "")
    here = step_on(request.session)
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 3 else (here or 0)


def _take(request: HttpRequest, places: Places, place: str) -> None:
    user = places.get(Place(place)) if place in Place.values else None
    if user is None or not may_be_taken(user):
        raise Http404
    enter(request, Place(place), user)
