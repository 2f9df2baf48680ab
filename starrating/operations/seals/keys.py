"""The key that signs seals and archives: Ed25519, in a file beside the other keys, its public half in the database.

For others: ``sign``, ``verify_signature``, ``public_keys``, ``fingerprint``. Whoever signs something else than a seal
begins its bytes with a line of its own, such as ``starrating archive 1``, so that no signature can stand for another
thing.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.backup.package import SEALING_KEY
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.operations.seal_models import Seal, SealKey

STATEMENT = b"starrating sealing key 1\n"
# 128 bits of the digest, in eight groups that a person can compare.
_GROUPS, _FIGURES = 8, 4


@dataclass(frozen=True)
class PublicKey:
    """A public half as others need it: 64 hexadecimal figures, its fingerprint, and when it was made and retired."""

    public: str
    fingerprint: str
    made_at: dt.datetime
    retired_at: dt.datetime | None


def sign(data: bytes) -> bytes:
    """Sign with this installation's key: 64 bytes. The key is made and its public half put on record if need be."""
    current()
    return _private().sign(data)


def verify_signature(data: bytes, signature: bytes, public: str) -> bool:
    """Return whether ``signature`` (64 bytes) is that of ``public`` (hexadecimal) over ``data``; no database needed."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_keys() -> list[PublicKey]:
    """Give every key that has ever signed here, the oldest first; the last one signs now unless it is retired."""
    return [
        PublicKey(key.public, key.fingerprint, key.made_at, key.retired_at) for key in SealKey.objects.order_by("pk")
    ]


def fingerprint(public: str) -> str:
    """Shorten a public key for people: eight groups of four figures, such as ``3F9A-0C12-…``."""
    figures = sha256(bytes.fromhex(public)).hexdigest().upper()
    return "-".join(figures[start : start + _FIGURES] for start in range(0, _GROUPS * _FIGURES, _FIGURES))


def current() -> SealKey:
    """Give the row of the key in the file; a key that is not on record yet is put on it.

    That is so at the first start, and after a restore without the key: then the one before it cannot vouch for it.
    """
    public = public_of(_private())
    known = SealKey.objects.filter(public=public, retired_at__isnull=True).first()
    try:
        return known or _put_on_record(public, at=timezone.now())
    except IntegrityError:
        # Another process has put the first key on record.
        return SealKey.objects.get(public=public)


def held() -> SealKey | None:
    """Let one at a time seal or change keys, until the transaction ends; gives the key that signs then."""
    # The first of all keys stays the same, whichever signs.
    lock(SealKey.objects.filter(previous__isnull=True)).first()
    return SealKey.objects.current()


@transaction.atomic
def _put_on_record(public: str, *, at: dt.datetime) -> SealKey:
    before = held()
    known = SealKey.objects.filter(public=public).first()
    if known is not None and known.retired_at is None:
        # Another process was quicker.
        return known
    if known is not None:
        raise ImproperlyConfigured(
            _(
                "%(path)s holds a key that was retired on %(day)s; put the newer one in its place, or delete the file"
                " and a new one is made."
            )
            % {"path": path(), "day": f"{known.retired_at:%Y-%m-%d}"}
        )
    return _begun(_private(), before, endorsed_by=None, at=at)


@transaction.atomic
def rotate(*, by: AbstractBaseUser | None, at: dt.datetime) -> SealKey:
    """Let a new key sign from the next seal on; the old one vouches for it, and what it signed stays proved."""
    current()
    before = held()
    old, new = _private(), Ed25519PrivateKey.generate()
    key = _begun(new, before, endorsed_by=old, at=at)
    told = {"fingerprint": key.fingerprint}
    audit.record("seal.key_rotated", key, by=by, at=at, school_id=None, old={"fingerprint": str(before)}, new=told)
    # Last: should the transaction fail after it, the key in the file is put on record at the next start.
    _replace(new)
    return key


def _begun(
    private: Ed25519PrivateKey, before: SealKey | None, *, endorsed_by: Ed25519PrivateKey | None, at: dt.datetime
) -> SealKey:
    """Insert the row of a new key, and retire the one before it."""
    if before is not None:
        SealKey.objects.filter(pk=before.pk).update(retired_at=at)
    last = Seal.objects.newest()
    public = public_of(private)
    key = SealKey(
        public=public,
        fingerprint=fingerprint(public),
        made_at=at,
        after=last.number if last else 0,
        after_digest=last.digest if last else "",
        previous=before,
    )
    said = statement_of(key, vouched=endorsed_by is not None)
    key.statement = private.sign(said).hex()
    key.endorsement = endorsed_by.sign(said).hex() if endorsed_by else ""
    key.save(force_insert=True)
    return key


def statement_of(key: SealKey, *, vouched: bool | None = None) -> bytes:
    """Give what a key says of itself: whose place it takes, when, after which seal, and whether that one vouches."""
    said = {
        "vouched": bool(key.endorsement) if vouched is None else vouched,
        "public": key.public,
        "made_at": key.made_at.astimezone(dt.UTC).isoformat(),
        "after": key.after,
        "after_digest": key.after_digest,
        "previous": key.previous.public if key.previous else "",
    }
    return STATEMENT + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def public_of(private: Ed25519PrivateKey) -> str:
    return private.public_key().public_bytes_raw().hex()


def own_public() -> str | None:
    """Give the public half of the key that lies here, without asking the database; None where none does."""
    return public_of(_private()) if path().exists() else None


def path() -> Path:
    return Path(settings.VAR_DIR) / SEALING_KEY


def _private() -> Ed25519PrivateKey:
    """Read the key of this installation, which is made once; raises ImproperlyConfigured for a file that holds none."""
    if not path().exists():
        _make()
    try:
        key = load_pem_private_key(path().read_bytes(), password=None)
    except PermissionError as error:
        raise ImproperlyConfigured(
            _("%(path)s belongs to another account of this machine: run the program and its commands as that account.")
            % {"path": path()}
        ) from error
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured(
            _(
                "%(path)s holds no usable key; put it back from a backup made with --with-keys, or delete it and a new"
                " one is made."
            )
            % {"path": path()}
        )
    return key


def _make() -> None:
    """Make a key unless another process was quicker: a file is there whole or not at all."""
    with _written(Ed25519PrivateKey.generate()) as part, suppress(FileExistsError):
        os.link(part, path())


def _replace(key: Ed25519PrivateKey) -> None:
    with _written(key) as part:
        part.replace(path())


@contextmanager
def _written(key: Ed25519PrivateKey) -> Iterator[Path]:
    """Write a key into a file beside, for this account of the machine alone; it is gone after the block."""
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    part = path().with_name(f"{SEALING_KEY}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield part
    finally:
        part.unlink(missing_ok=True)
