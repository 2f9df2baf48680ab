"""A verb's no, with the sentence to show."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """Raised by a verb that may not or cannot be done; nothing has been written. ``message`` is for the reader."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)


def demand_length(text: str, most: int, *, code: str = "long") -> str:
    """Give the text back; raises :class:`Refused` where it has more than ``most`` characters."""
    if len(text) > most:
        raise Refused(too_long(text, most), code=code)
    return text


def too_long(text: str, most: int) -> str:
    """Say by how much a text is too long, wherever that is said."""
    sentence = _("The text is too long: %(length)d characters, and the limit is %(limit)d. Please shorten it.")
    return sentence % {"length": len(text), "limit": most}


def demand_reason(reason: str) -> str:
    """Give the reason without blanks around it; raises :class:`Refused` where there is none."""
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="reason")
    return reason.strip()
