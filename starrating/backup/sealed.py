"""A stream that only a passphrase opens, and in which not one bit can be changed, left out or moved unseen.

Pieces of 64 KiB, each encrypted with AES-256-GCM under a key that scrypt makes of the passphrase; a piece's nonce holds
its number and whether it is the last one, so that pieces can neither change places nor be cut off.
"""

import hashlib
import io
import json
import secrets
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from starrating.refused import Refused

MAGIC = b"starrating backup 1\n"
PIECE = 64 * 1024
_TAG = 16
_PREFIX = 7
_HEADER_MOST = 1_000
# About a tenth of a second and 32 MB for each try.
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}
_SCRYPT_MEMORY = 64 * 1024 * 1024


class SealedWriter(io.RawIOBase):
    """Encrypts what is written into ``target``; the end is marked when it is closed."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        super().__init__()
        salt, self._prefix = secrets.token_bytes(16), secrets.token_bytes(_PREFIX)
        header = json.dumps({"salt": salt.hex(), "prefix": self._prefix.hex(), **_SCRYPT}).encode() + b"\n"
        self._header = MAGIC + header
        self._cipher = AESGCM(_key(passphrase, salt))
        self._target, self._waiting, self._number = target, bytearray(), 0
        target.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        content = memoryview(data).tobytes()  # type: ignore[arg-type]
        self._waiting += content
        # One piece is kept back, for the last one is marked.
        while len(self._waiting) > PIECE:
            self._send(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._send(bytes(self._waiting), last=True)
        super().close()

    def _send(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, piece, self._header))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Gives what was written, piece by piece. Raises :class:`Refused` for another passphrase and for any damage."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        super().__init__()
        self._source = source
        first, header = source.read(len(MAGIC)), source.readline(_HEADER_MOST)
        if first != MAGIC:
            raise Refused(_("This file is not a backup of this program. Choose another file."), code="not_a_backup")
        try:
            told = json.loads(header)
            salt, self._prefix = bytes.fromhex(told["salt"]), bytes.fromhex(told["prefix"])
        except (ValueError, KeyError, TypeError) as error:
            raise damaged() from error
        self._header = MAGIC + header
        self._cipher = AESGCM(_key(passphrase, salt))
        self._number, self._open = 0, bytearray()
        self._next = source.read(PIECE + _TAG)
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        into = memoryview(buffer)  # type: ignore[arg-type]
        while not self._open and not self._ended:
            self._read_piece()
        size = min(len(into), len(self._open))
        into[:size] = self._open[:size]
        del self._open[:size]
        return size

    def _read_piece(self) -> None:
        piece, self._next = self._next, self._source.read(PIECE + _TAG)
        last = not self._next
        try:
            self._open += self._cipher.decrypt(_nonce(self._prefix, self._number, last=last), piece, self._header)
        except InvalidTag as error:
            raise damaged(first=self._number == 0) from error
        self._number, self._ended = self._number + 1, last


def damaged(*, first: bool = False) -> Refused:
    if first:
        return Refused(
            _("The passphrase is another one, or the file is damaged. Nothing was read from it."), code="passphrase"
        )
    return Refused(
        _("The file is damaged or was changed. Nothing is taken from it; use another backup."), code="damaged"
    )


def _key(passphrase: str, salt: bytes) -> bytes:
    n, r, p = _SCRYPT["n"], _SCRYPT["r"], _SCRYPT["p"]
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=n, r=r, p=p, maxmem=_SCRYPT_MEMORY, dklen=32)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
