"""Whether a key and a seal follow the ones before them: asked by `verify`, and of an archive without a database."""

from __future__ import annotations

from collections.abc import Sequence

from starrating.operations.seal_models import Seal, SealKey
from starrating.operations.seals.chain import digest_of, signed
from starrating.operations.seals.findings import What
from starrating.operations.seals.keys import fingerprint, statement_of, verify_signature


def wrong_with_key(key: SealKey, before: SealKey | None) -> What | None:
    """Say what is wrong with a key, which has signed what it says of itself; one before it may vouch for it."""
    said = statement_of(key)
    own = verify_signature(said, _bytes(key.statement), key.public)
    if not own or key.previous != before or key.fingerprint != fingerprint(key.public):
        return What.KEY
    if before is None or not key.endorsement:
        return None
    return None if verify_signature(said, _bytes(key.endorsement), before.public) else What.SIGNATURE


def wrong_with_seal(seal: Seal, rows: str, before: tuple[int, str], signing: Sequence[SealKey]) -> What | None:
    """Say what is wrong with a seal whose rows have the digest ``rows``.

    ``before`` is number and digest of the seal before it (0 and nothing: none), ``signing`` all keys in their order.
    """
    return _out_of_turn(seal, before, signing) or _not_as_signed(seal, rows)


def _out_of_turn(seal: Seal, before: tuple[int, str], signing: Sequence[SealKey]) -> What | None:
    number, digest = before
    if seal.number != number + 1 or seal.previous != digest:
        return What.ORDER
    turn = [key for key in signing if key.after < seal.number]
    if not turn or turn[-1].public != seal.key.public:
        return What.KEY
    begins = [key for key in signing if key.after == number]
    return What.KEY if any(key.after_digest != digest for key in begins) else None


def _not_as_signed(seal: Seal, rows: str) -> What | None:
    if seal.rows_digest != rows or digest_of(seal) != seal.digest:
        return What.ROWS
    return None if verify_signature(signed(seal), _bytes(seal.signature), seal.key.public) else What.SIGNATURE


def _bytes(figures: str) -> bytes:
    try:
        return bytes.fromhex(figures)
    except ValueError:
        return b""
