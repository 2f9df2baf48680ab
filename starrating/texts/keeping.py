"""The one way to keep a sentence or a name, called by the verb that writes the row which speaks of it."""

from collections.abc import Iterable

from starrating.texts.models import KeptText

_AT_ONCE = 500


def keep(text: str, *, about: int | None = None) -> KeptText | None:
    """Write a text about the pupil with the key ``about``, and give what the row points at; None for no text."""
    kept = worded(text, about=about)
    keep_all([kept])
    return kept


def worded(text: str, *, about: int | None = None) -> KeptText | None:
    """Give a text as :func:`keep`, without writing it yet: for rows in bulk, with :func:`keep_all`."""
    return KeptText.of(text, about=about) if text else None


def keep_all(texts: Iterable[KeptText | None]) -> None:
    """Write what is not written yet of these texts; no statement where that is nothing."""
    new = [text for text in texts if text is not None and text._state.adding]
    if new:
        KeptText.objects.bulk_create(new, batch_size=_AT_ONCE)


def said(kept: KeptText | None) -> str:
    """Say a text, or that it was erased; nothing where there is none. It is read with its row (``select_related``)."""
    return kept.said if kept is not None else ""
