"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from starrating.own_words import OFFICE


def installation(request: HttpRequest) -> dict[str, object]:
    """Say by `insecure_lan` whether the school has chosen to run without TLS: every page then says so in a banner."""
    return {"insecure_lan": settings.INSECURE_LAN}


def own_words(request: HttpRequest) -> dict[str, object]:
    """Give by ``office`` what the school of whoever asks calls its office."""
    return {"office": OFFICE}
