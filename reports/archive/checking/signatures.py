"""Whose signature stands under the lists of a bag, and whether it fits them."""

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.archive.checking import layout
from reports.archive.checking.places import Difference, Place, small
from starrating.operations.seals.keys import fingerprint, verify_signature


@dataclass(frozen=True)
class Signature:
    """The public key (64 hexadecimal figures) that a bag names; ``fits`` says whether it signed this list of lists."""

    public: str
    fits: bool

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public)


def signature_of(place: Place, within: str, tags: bytes) -> tuple[Signature | None, list[Difference]]:
    """Read the signature of the bag in the folder ``within``; None where it has none, and what is wrong with it."""
    name = within + layout.SIGNATURE
    if name not in place.names:
        return None, []
    try:
        told = json.loads(small(place, name) or b"")
        public, signature = str(told["key"]), bytes.fromhex(told["signature"])
        found = Signature(public, verify_signature(layout.SIGNED_AS + tags, signature, public))
        named_right = told["fingerprint"] == found.fingerprint
    except (ValueError, KeyError, TypeError):
        return None, [Difference(name, _("The signature cannot be read."))]
    if not named_right:
        return found, [Difference(name, _("The fingerprint is not that of the key beside it."))]
    if not found.fits:
        return found, [Difference(name, _("The signature is not of these lists: they have been written anew."))]
    return found, []
