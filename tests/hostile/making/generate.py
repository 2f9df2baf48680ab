"""Every file of the fault table, made by a program; `python -m tests.hostile.making.generate DIRECTORY` writes them."""

import dataclasses
import json
import sys
from pathlib import Path

from tests.hostile.making.content import Case
from tests.hostile.making.packages import PACKAGES
from tests.hostile.making.tables import TABLES
from tests.hostile.making.texts import TEXTS

CASES: tuple[Case, ...] = tuple(sorted((*TEXTS, *TABLES, *PACKAGES), key=lambda case: case.row))


def file_name(case: Case) -> str:
    """The case's own file name, with the ending that it was uploaded with; the uploaded name itself may be hostile."""
    return f"{case.row:02}_{case.name}{Path(case.filename).suffix}"


def generate(directory: Path) -> list[Path]:
    """Write each case's file and, beside it, what it must give as JSON; the paths of the files."""
    directory.mkdir(parents=True, exist_ok=True)
    paths = []
    for case in CASES:
        path = directory / file_name(case)
        path.write_bytes(case.build())
        expected = json.dumps(dataclasses.asdict(case.expected), ensure_ascii=False, indent=2)
        path.with_name(path.name + ".json").write_text(expected + "\n", encoding="utf-8")
        paths.append(path)
    return paths


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
