"""Saving what an export has made."""

from pathlib import Path

from django.utils.translation import gettext as _

from starrating.refused import Refused


def save(path: str, content: bytes) -> None:
    """Write a file; raises :class:`Refused` with the reason where that cannot be done."""
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        sentence = _("The file %(path)s cannot be written: %(why)s")
        raise Refused(sentence % {"path": path, "why": error.strerror}) from error
