"""What the check of an archive comes to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from reports.archive.checking.places import Difference
from reports.archive.checking.signatures import Signature


class Origin(Enum):
    """What may be said of where an archive comes from; only ``GENUINE`` says that it is what was written."""

    GENUINE = "genuine"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    # Signed, whole, and nobody here knows with whose key.
    UNKNOWN_KEY = "unknown_key"
    # Signed, whole, and not with the key that was named.
    OTHER_KEY = "other_key"


@dataclass(frozen=True)
class Checked:
    """The package's own words about itself, and every difference found, in the order of the package.

    ``restricted`` says whether the part for the office is in it: without it no total can be reckoned, and ``pupils`` is
    nought. ``seal`` names the newest seal of its chain: number and digest.
    """

    school: str
    term: str
    files: int
    pupils: int
    differences: Sequence[Difference]
    signature: Signature | None = None
    restricted: bool = True
    seal: tuple[int, str] | None = None

    def origin(self, *, named: str, known: Collection[str]) -> Origin:
        """Say where it comes from: ``named`` is the fingerprint wanted, ``known`` those of this installation's keys.

        A name goes before what is known here: whoever has it from the settlement's paper trusts no computer.
        """
        if self.differences:
            return Origin.CHANGED
        if self.signature is None:
            return Origin.UNSIGNED
        if named:
            return Origin.GENUINE if _same(named, self.signature.fingerprint) else Origin.OTHER_KEY
        return Origin.GENUINE if self.signature.fingerprint in known else Origin.UNKNOWN_KEY


def _same(typed: str, fingerprint: str) -> bool:
    """Compare as people type: without the hyphens, with blanks, in small letters."""
    return "".join(typed.replace("-", "").split()).upper() == fingerprint.replace("-", "")
