"""With which keys this installation has signed, as far as can be told where the archive is checked."""

from collections.abc import Collection
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection

from reports.archive.checking.signatures import Signature
from starrating.operations.seals import keys


def known_fingerprints(signature: Signature) -> Collection[str]:
    """Give the fingerprint of the key that lies here; if the archive has another, of all that the database knows."""
    try:
        own = keys.own_public()
    except ImproperlyConfigured:
        own = None
    if own == signature.public:
        return [signature.fingerprint]
    # Asking for a SQLite file that is not there would make one.
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return []
    try:
        return [key.fingerprint for key in keys.public_keys()]
    except Error:
        return []
