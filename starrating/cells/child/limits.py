"""How large a file may be, and the refusal that ends the reading. Sizes are those of the intake contract."""

import sys

if sys.platform != "win32":
    import resource

MAX_BYTES = 5 * 1024 * 1024
# What is read together: a grade's classes many times over.
MOST_FILES = 200
MOST_BYTES = 24 * 1024 * 1024
MOST_ROWS = 60_000
MOST_CELLS = 1_200_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 1000
MAX_SHEETS = 200
MAX_ROWS = 20_000
MAX_COLUMNS = 200
# Filled cells of one file: what the reading process holds as objects stays far below its memory.
MAX_CELLS = 600_000
MAX_CELL = 1000
# Below this size a high ratio is ordinary for a small, repetitive sheet and harms nobody.
RATIO_FREE_BYTES = 1024 * 1024

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20


class Refusal(Exception):
    """The file cannot be read: a code that the parent turns into a sentence, with the values and place for it."""

    def __init__(self, code: str, *, sheet: str = "", row: int = 0, column: int = 0, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.place = (sheet, row, column)
        self.values = values


def limit_process() -> None:
    """Bound this process's memory, time and writing where the system can; on Windows only the parent's clock does."""
    if sys.platform == "win32":
        return
    for kind, amount in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (amount, amount))
