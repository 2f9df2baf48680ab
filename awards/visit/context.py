"""What every page of the demonstration shows at its foot."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from awards.visit.access import places_for
from awards.visit.places import Place
from awards.visit.walk import STEPS, Step, has_left, step_on


@dataclass(frozen=True)
class Visit:
    """The card: the place looked from, the others, and the step of the walk with the one after it."""

    here: Place | None
    places: list[Place]
    number: int
    step: Step | None
    following: Step | None
    has_left: bool
    of: int = len(STEPS)

    @property
    def before(self) -> int:
        """The step before, as the form sends it."""
        return self.number - 2


def visit(request: HttpRequest) -> dict[str, object]:
    """Give by ``visit`` the card, and nothing anywhere but in the demonstration."""
    return {"visit": SimpleLazyObject(lambda: _visit(request))}


def _visit(request: HttpRequest) -> Visit | None:
    places = places_for(request) if hasattr(request, "session") else {}
    if not places:
        return None
    key = getattr(getattr(request, "user", None), "pk", None)
    here = next((place for place, user in places.items() if user.pk == key), None)
    at = step_on(request.session)
    number = 0 if at is None else at + 1
    following = STEPS[number] if number < len(STEPS) else None
    step = None if at is None else STEPS[at]
    return Visit(here, list(places), number, step, following, has_left(request.session))
