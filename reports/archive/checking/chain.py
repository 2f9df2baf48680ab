"""The chain of seals that an archive carries: each follows the one before, is what it was signed as, and by whom."""

import csv
import datetime as dt
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, gettext_lazy

from reports.archive.checking import layout
from reports.archive.checking.places import Difference, Place, rows_of
from reports.archive.checking.signatures import Signature
from starrating.operations.seal_models import Seal, SealKey
from starrating.operations.seals.findings import What
from starrating.operations.seals.links import wrong_with_key, wrong_with_seal

_SENTENCES = {
    What.ORDER: gettext_lazy("Seal %(number)d does not follow the one before it."),
    What.KEY: gettext_lazy("Seal %(number)d is not signed with a key of its time."),
    What.ROWS: gettext_lazy("Seal %(number)d is not what was sealed: its row does not give its digest."),
    What.SIGNATURE: gettext_lazy("Seal %(number)d has a signature that is not that of its key."),
}


@dataclass(frozen=True)
class Chain:
    """``newest`` is the number and the digest of the last seal; None where there is none, or one cannot be believed."""

    newest: tuple[int, str] | None
    differences: Sequence[Difference]


class _Broken(Exception):
    """What is wrong with the chain; what comes after that place cannot be judged."""


def checked_chain(place: Place, found: Mapping[str, str], signature: Signature | None) -> Chain:
    """Follow the chain from its beginning; ``found`` are the digests of the files that can be read."""
    if not (found.get(layout.SEALS) and found.get(layout.SEAL_KEYS)):
        return Chain(None, [])
    path = layout.SEAL_KEYS
    try:
        keys = _keys(place, signature)
        path = layout.SEALS
        last = deque(_followed(place, keys), maxlen=1)
    except _Broken as broken:
        return Chain(None, [Difference(path, str(broken))])
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        return Chain(None, [Difference(path, _("The tables cannot be read: %(why)s") % {"why": error})])
    return Chain(last[0] if last else None, [])


def _keys(place: Place, signature: Signature | None) -> dict[str, SealKey]:
    """Read the keys, each of which has signed what it says of itself, and that of the one after it."""
    keys: dict[str, SealKey] = {}
    before: SealKey | None = None
    for row in rows_of(place, layout.SEAL_KEYS):
        key = SealKey(
            public=row["public"],
            fingerprint=row["fingerprint"],
            made_at=dt.datetime.fromisoformat(row["made_at"]),
            after=int(row["after"]),
            after_digest=row["after_digest"],
            previous=keys[row["previous"]] if row["previous"] else None,
            statement=row["statement"],
            endorsement=row["endorsement"],
        )
        if wrong_with_key(key, before) is not None:
            raise _Broken(_("A key is not what it has signed itself."))
        keys[key.public] = before = key
    if signature is not None and signature.public not in keys:
        raise _Broken(_("The key that signed the archive is not among them."))
    return keys


def _followed(place: Place, keys: Mapping[str, SealKey]) -> Iterator[tuple[int, str]]:
    """Give number and digest of each seal that holds; raises for the first that does not."""
    signing, before = list(keys.values()), (0, "")
    for row in rows_of(place, layout.SEALS):
        seal = _seal(row, keys)
        wrong = wrong_with_seal(seal, seal.rows_digest, before, signing)
        if wrong is not None:
            raise _Broken(_SENTENCES[wrong] % {"number": seal.number})
        before = seal.number, seal.digest
        yield before
    if any(key.after > before[0] for key in signing):
        raise _Broken(_("Seals are missing at the end: a key was made after a later one."))


def _seal(row: Mapping[str, str], keys: Mapping[str, SealKey]) -> Seal:
    if row["key"] not in keys:
        raise _Broken(_SENTENCES[What.KEY] % {"number": int(row["number"])})
    return Seal(
        number=int(row["number"]),
        previous=row["previous"],
        rows=int(row["rows"]),
        rows_digest=row["rows_digest"],
        marks=json.loads(row["marks"]),
        since=dt.datetime.fromisoformat(row["since"]) if row["since"] else None,
        closed_at=dt.datetime.fromisoformat(row["closed_at"]),
        key=keys[row["key"]],
        digest=row["digest"],
        signature=row["signature"],
    )
