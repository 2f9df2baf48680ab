"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from starrating.own_words import OFFICE
from starrating.web import request_number


def installation(request: HttpRequest) -> dict[str, object]:
    """Say by `insecure_lan` whether the school has chosen to run without TLS: every page then says so in a banner."""
    return {"insecure_lan": settings.INSECURE_LAN}


def own_words(request: HttpRequest) -> dict[str, object]:
    """Give by ``office`` what the school of whoever asks calls its office."""
    return {"office": OFFICE}


def error_number(request: HttpRequest) -> dict[str, object]:
    """Give by ``error_number`` what a page of an error shows and the log has, for whoever is called for help."""
    return {"error_number": request_number.current()}
