"""Browsers of the office's tests."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.test import Client

from students.models import User
from tests.clients import FormClient


def client_of(user: User) -> Client:
    """Signed in as that account, with pages in English: the wording in Chinese is the catalogue's matter."""
    client = FormClient(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def said(response: Any) -> list[str]:
    """The messages that the answer leaves for the next page."""
    return [str(message) for message in get_messages(response.wsgi_request)]
