"""Many photos at once: pictures named by school number, loose or in a ZIP; each is taken or told with its reason."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from starrating.refused import Refused
from starrating.zips import UNREADABLE
from students.consents import photos
from students.consents.photos import MAX_BYTES
from students.models import Student, User

MAX_ENTRIES = 3000
# All entries together as the archive itself declares them; photos do not shrink, so that more is no honest archive.
MAX_UNPACKED = 60 * 1024 * 1024
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Sent:
    """A file as it was sent: its name, and its bytes."""

    name: str
    content: bytes

    @property
    def stem(self) -> str:
        """What should be the pupil's number; folders and the ending do not count."""
        return PurePosixPath(self.name.replace("\\", "/")).stem.strip()


@dataclass(frozen=True)
class NotTaken:
    """A file that was not taken, and why."""

    name: str
    why: str


@dataclass
class Taken:
    """What became of the files: how many photos are new, how many were there already, and the others by name."""

    new: int = 0
    same: int = 0
    refused: list[NotTaken] = field(default_factory=list)


def take(files: Sequence[Sent], pupils: Mapping[str, Student], *, by: User, at: dt.datetime) -> Taken:
    """Keep each picture as the photo of the pupil whose number it bears; ``pupils`` are those within reach.

    Each photo by itself: one that is refused does not hold the others up.
    """
    taken = Taken()
    for sent in files:
        try:
            for one in _pictures(sent):
                _take(one, pupils, taken, by=by, at=at)
        except Refused as refusal:
            taken.refused.append(NotTaken(sent.name, refusal.message))
    return taken


def _take(one: Sent, pupils: Mapping[str, Student], taken: Taken, *, by: User, at: dt.datetime) -> None:
    try:
        pupil = pupils.get(one.stem)
        if pupil is None:
            raise Refused(
                _("No pupil of yours has the number %(number)s. Name the file by the school number.")
                % {"number": one.stem[:30]},
                code="who",
            )
        if photos.keep(pupil, one.content, by=by, at=at):
            taken.new += 1
        else:
            taken.same += 1
    except Refused as refusal:
        taken.refused.append(NotTaken(one.name, refusal.message))


def _pictures(sent: Sent) -> Iterator[Sent]:
    if not sent.content.startswith(_ZIP):
        yield sent
        return
    try:
        with zipfile.ZipFile(io.BytesIO(sent.content)) as archive:
            yield from _unpacked(archive)
    except (*UNREADABLE, OSError) as error:
        raise Refused(
            _("This archive is damaged or locked with a password. Make it again, without a password."), code="archive"
        ) from error


def _unpacked(archive: zipfile.ZipFile) -> Iterator[Sent]:
    """Unpack entry by entry and never to the disk; no more of one is read than a photo may have."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_clutter(entry.filename)]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused(_("This archive is too large. Send the photos class by class."), code="large")
    for entry in entries:
        with archive.open(entry) as stream:
            yield Sent(entry.filename, stream.read(MAX_BYTES + 1))


def _is_clutter(name: str) -> bool:
    """Tell whether a name is what a Mac adds to every archive, or the thumbnails of Windows."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in {".DS_Store", "Thumbs.db"}
