"""A browser that is shown the page of an error, in English unless said, and does not raise it."""

from __future__ import annotations

from django.test import Client

from students.models import User


def client_of(user: User, language: str = "en") -> Client:
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    client.force_login(user)
    return client
