"""Where things lie in the package; what writes it and what checks it agree on nothing else.

The package is a bag (BagIt 1.0, RFC 8493) in one folder. What the office alone may read is a second whole bag within
that folder, outside of the first one's contents: whoever hands the package on takes that one out, and either still
agrees with its lists by itself.
"""

FORMAT = "2"

# Of each bag.
BAGIT = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = "signature.json"
DATA = "data/"
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
# What is signed begins with it, so that no signature of anything else is one of an archive.
SIGNED_AS = b"starrating archive 2\n"

# The names under which bag-info.txt says what is ours.
FORMAT_FIELD = "Starrating-Format"
SCHOOL_FIELD = "Source-Organization"
TERM_FIELD = "Term"
SETTLED_FIELD = "Settled"
RESTRICTED_FIELD = "Restricted-Tag-Manifest-SHA256"
YES, NO = "yes", "no"

README = "README.txt"
RESTRICTED = "restricted/"
TABLES = f"{DATA}tables"
SCHEME_TEXT = f"{DATA}scheme.txt"
NOTICES = f"{DATA}notices"
RESTRICTED_TABLES = f"{RESTRICTED}{DATA}"

# For the whole installation, and of nobody: numbers, digests, signatures.
SEALS = f"{DATA}seals.csv"
SEAL_KEYS = f"{DATA}seal_keys.csv"

LEDGER = f"{TABLES}/ledger.csv"
BOUNDS = f"{TABLES}/levels.csv"
DEDUCTED = f"{RESTRICTED_TABLES}ledger_deductions.csv"
TOTALS = f"{RESTRICTED_TABLES}totals.csv"
SETTLED = f"{RESTRICTED_TABLES}settled.csv"
GRADES = f"{TABLES}/grades.csv"
# Excel on a Chinese computer knows UTF-8 by its mark.
ENCODING = "utf-8-sig"

# Before there were bags: one manifest, and nothing that is signed.
OLD_FORMAT = 1
OLD_MANIFEST = "manifest.json"
