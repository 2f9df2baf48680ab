"""A folder of files packed as .zip: listed, weighed and unpacked in memory; nothing of it is ever written to a disk."""

import io
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from starrating.cells.child.limits import MAX_BYTES, MAX_RATIO, MOST_BYTES, MOST_FILES, RATIO_FREE_BYTES
from starrating.cells.reader import shown_name
from starrating.refused import Refused
from starrating.zips import UNREADABLE

NamedBytes = tuple[str, bytes]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ENTRY = b"PK\x01\x02"
# Before the directory is read: workbooks in the folder have directories of their own.
_MOST_ENTRIES = 20_000
_WORKBOOK_PARTS = frozenset({"[Content_Types].xml", "mimetype", "xl/workbook.xml", "xl/workbook.bin"})
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_ARCHIVE_SIGNS = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_CHUNK = 64 * 1024


def unpacked(files: Sequence[NamedBytes]) -> list[NamedBytes]:
    """Give files (name, bytes), those of a packed folder in its place, named by their folders and themselves.

    Raises :class:`Refused` for too many or too large files, and for a folder that is not what a school packs.
    """
    found: list[NamedBytes] = []
    left = MOST_BYTES
    for name, content in files:
        inside = _folder(name, content) if content.startswith(_ZIP) else None
        if inside is None:
            found.append((name, content))
            left -= len(content)
        else:
            for one in _files_in(name, inside, left):
                found.append(one)
                left -= len(one[1])
                if len(found) > MOST_FILES:
                    break
        if len(found) > MOST_FILES:
            raise Refused(_("Choose at most %(most)d files at once.") % {"most": MOST_FILES}, code="too_many_files")
        if left < 0:
            raise too_large()
    return list(_told_apart(found))


def _told_apart(files: Sequence[NamedBytes]) -> Iterator[NamedBytes]:
    """Give files of one name numbers: findings say by the name where something stands."""
    seen: Counter[str] = Counter()
    for name, content in files:
        seen[shown_name(name)] += 1
        count = seen[shown_name(name)]
        stem, dot, end = name.rpartition(".")
        yield (f"{stem or end} ({count}){dot if stem else ''}{end if stem else ''}" if count > 1 else name), content


def too_large() -> Refused:
    """Give the refusal of files that are too large together."""
    limit = {"limit": MOST_BYTES // 1024 // 1024}
    text = _("Together the files are larger than %(limit)d MB. Choose fewer at once.") % limit
    return Refused(text, code="too_large_together")


def _folder(name: str, content: bytes) -> zipfile.ZipFile | None:
    """Open a packed folder; None for a workbook, which is a zip as well, and for what cannot be opened as one."""
    if content.count(_ENTRY) > _MOST_ENTRIES:
        raise _hostile(name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (*UNREADABLE, OSError):
        return None
    names = {info.filename.replace("\\", "/") for info in archive.infolist()}
    return None if names & _WORKBOOK_PARTS else archive


def _files_in(folder: str, archive: zipfile.ZipFile, left: int) -> Iterator[NamedBytes]:
    """Unpack the files of a folder one by one; ``left`` is how many bytes there may be."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    names = [_name_of(info) for info in infos]
    _refuse_hostile(folder, infos, names)
    kept = [(info, name) for info, name in zip(infos, names, strict=True) if not _is_hidden(name)]
    if not kept:
        raise Refused(
            _("There is no file in %(name)s. Choose another.") % {"name": shown_name(folder)}, code="empty_folder"
        )
    if any(info.flag_bits & 1 for info, _name in kept):
        text = _("%(name)s is protected by a password. Choose its files themselves.") % {"name": shown_name(folder)}
        raise Refused(text, code="folder_password")
    around = _common_folder([name for _info, name in kept])
    for info, name in kept:
        content = _content(folder, archive, info, left)
        left -= len(content)
        if name.casefold().endswith(_ARCHIVES) or _is_archive(content):
            values = {"name": shown_name(folder), "inside": shown_name(name)}
            text = _("%(name)s has another packed file inside: %(inside)s. Choose its files themselves.") % values
            raise Refused(text, code="folder_in_folder")
        yield "／".join(name.split("/")[around:]), content


def _name_of(info: zipfile.ZipInfo) -> str:
    """Give an entry's name: Windows packs it in the system's own letters, for which the format has no sign."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            break
    return name.partition("\x00")[0].replace("\\", "/")


def _refuse_hostile(folder: str, infos: Sequence[zipfile.ZipInfo], names: Sequence[str]) -> None:
    odd = any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in names)
    links = any(stat.S_ISLNK(info.external_attr >> 16) for info in infos)
    packed = any(
        info.file_size > RATIO_FREE_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1) for info in infos
    )
    if odd or links or packed or len(set(names)) != len(names) or _overlap(infos):
        raise _hostile(folder)


def _overlap(infos: Sequence[zipfile.ZipInfo]) -> bool:
    """Tell whether two entries share bytes, so that little is unpacked to much."""
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + info.compress_size
    return False


def _is_hidden(name: str) -> bool:
    """Tell what systems and programs leave in a folder beside the files: marks of theirs, and copies of open files."""
    parts = name.split("/")
    last = parts[-1]
    own = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return own or not last or last.startswith("~$") or last.casefold() in ("thumbs.db", "desktop.ini")


def _common_folder(names: Sequence[str]) -> int:
    """Give how many folders all files lie in, which tell nothing apart."""
    folders = [name.split("/")[:-1] for name in names]
    count = 0
    for level in zip(*folders, strict=False):
        if len(set(level)) > 1:
            break
        count += 1
    return count


def _content(folder: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """Unpack one file, counted while it is, whatever the directory claims."""
    pieces, size = [], 0
    try:
        with archive.open(info) as stream:
            while piece := stream.read(_CHUNK):
                pieces.append(piece)
                size += len(piece)
                if size > MAX_BYTES or size > left:
                    break
    except (*UNREADABLE, OSError) as error:
        text = _("%(name)s is damaged. Choose its files themselves.") % {"name": shown_name(folder)}
        raise Refused(text, code="folder_damaged") from error
    if size > MAX_BYTES and size <= left:
        values = {"name": shown_name(_name_of(info)), "limit": MAX_BYTES // 1024 // 1024}
        text = (
            _("%(name)s is larger than %(limit)d MB. Delete pictures and unused sheets, then pack it again.") % values
        )
        raise Refused(text, code="too_large_inside")
    if size > left:
        raise too_large()
    return b"".join(pieces)


def _is_archive(content: bytes) -> bool:
    if content.startswith(_ARCHIVE_SIGNS):
        return True
    if not content.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return not {one.replace("\\", "/") for one in archive.namelist()} & _WORKBOOK_PARTS
    except (*UNREADABLE, OSError):
        return False


def _hostile(name: str) -> Refused:
    text = _("%(name)s is not packed as folders of files are, so it was not opened. Choose its files themselves.")
    return Refused(text % {"name": shown_name(name)}, code="folder_hostile")
