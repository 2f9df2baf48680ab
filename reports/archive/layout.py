"""Where things lie in the package; what writes it and what checks it agree on nothing else."""

FORMAT = 1
MANIFEST = "manifest.json"
README = "README.txt"
SCHEME_TEXT = "scheme.txt"
NOTICES = "notices"
TABLES = "tables"
# Deductions are for the office alone: in a folder of their own, so that the rest can be shown without it.
RESTRICTED = "restricted"

LEDGER = f"{TABLES}/ledger.csv"
BOUNDS = f"{TABLES}/levels.csv"
DEDUCTED = f"{RESTRICTED}/ledger_deductions.csv"
TOTALS = f"{RESTRICTED}/totals.csv"
SETTLED = f"{RESTRICTED}/settled.csv"
# Excel on a Chinese computer knows UTF-8 by its mark.
ENCODING = "utf-8-sig"
