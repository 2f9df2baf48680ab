"""What Python's zipfile raises for an archive that it cannot read."""

import zipfile
import zlib

# RuntimeError is its word for an entry under a password and, as the NotImplementedError beneath it, for a version or
# a compression that it does not know; ValueError is a name in the directory that is no text.
UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, ValueError, RuntimeError)
