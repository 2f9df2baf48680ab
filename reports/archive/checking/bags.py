"""One bag compared with its own lists: every file that they name, and no other."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.archive.checking import layout
from reports.archive.checking.places import Difference, Place, digest_of, small

_ALWAYS_LISTED = (layout.BAGIT, layout.INFO, layout.MANIFEST)
# As RFC 8493 writes them in the name of a file.
_ESCAPED = (("%0A", "\n"), ("%0D", "\r"), ("%25", "%"))


@dataclass(frozen=True)
class Bag:
    """What a bag says of itself, the digests of its contents as found by path, and what differs from its lists.

    ``tags`` is the list of the lists, which is signed; empty where it cannot be read.
    """

    info: Mapping[str, str]
    found: Mapping[str, str]
    tags: bytes
    differences: tuple[Difference, ...]

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the list of the lists."""
        return hashlib.sha256(self.tags).hexdigest()


def checked_bag(place: Place, within: str = "", *, beside: Collection[str] = ()) -> Bag:
    """Compare the bag in the folder ``within``, but for the folders ``beside`` its contents, with its lists."""
    tags, contents = _listed(place, within + layout.TAG_MANIFEST), _listed(place, within + layout.MANIFEST)
    differences = [
        Difference(within + name, _("The list cannot be read."))
        for name, listed in ((layout.TAG_MANIFEST, tags), (layout.MANIFEST, contents))
        if listed is None
    ]
    differences += [
        Difference(within + name, _("The file is not listed in the manifest."))
        for name in _ALWAYS_LISTED
        if tags is not None and name not in tags
    ]
    wanted = {within + name: digest for name, digest in {**(contents or {}), **(tags or {})}.items()}
    found = {name: digest_of(place, name) for name in wanted if name in place.names}
    differences += _differ(place, within, wanted, found, beside)
    return Bag(
        _told(small(place, within + layout.INFO)),
        found,
        small(place, within + layout.TAG_MANIFEST) or b"",
        tuple(differences),
    )


def _listed(place: Place, name: str) -> dict[str, str] | None:
    """Read a manifest: the digests by name; None for none that can be read."""
    content = small(place, name)
    try:
        lines = [line.split(maxsplit=1) for line in content.decode().splitlines()] if content is not None else None
        return None if lines is None else {_unescaped(path): digest.lower() for digest, path in lines}
    except ValueError:
        return None


def _unescaped(path: str) -> str:
    for written, meant in _ESCAPED:
        path = path.replace(written, meant)
    return path


def _told(content: bytes | None) -> dict[str, str]:
    """Read bag-info.txt; what cannot be read is not told."""
    text = (content or b"").decode(errors="replace")
    fields = (line.partition(":") for line in text.splitlines())
    return {name: value.strip() for name, colon, value in fields if colon}


def _differ(
    place: Place, within: str, wanted: Mapping[str, str], found: Mapping[str, str], beside: Collection[str]
) -> Iterator[Difference]:
    for name, digest in wanted.items():
        if name not in found:
            yield Difference(name, _("The file is missing."))
        elif found[name] != digest:
            yield Difference(name, _("The file is not what was written: its SHA-256 differs."))
    unlisted = {within + layout.TAG_MANIFEST, within + layout.SIGNATURE}
    for name, times in sorted(Counter(place.names).items()):
        if not name.startswith(within) or name.startswith(tuple(beside)):
            continue
        if times > 1:
            yield Difference(name, _("The file is in the package twice."))
        elif name not in wanted and name not in unlisted:
            yield Difference(name, _("The file is not listed in the manifest."))
