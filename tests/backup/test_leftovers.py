"""What was erased stands nowhere in the files of an SQLite database, whichever journal it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connections

from starrating.backup.snapshot import opened
from starrating.db import connection as engines
from starrating.db.leftovers import empty_log
from starrating.texts import erasing

pytestmark = pytest.mark.usefixtures("other_databases")
SECRET = "在走廊里推倒了同学"
# Long enough for pages of its own, which go back to those that are free.
LONG = SECRET * 500


@pytest.mark.parametrize("version", [(3, 40, 1), engines.WAL_IS_SAFE_FROM], ids=["journal", "log"])
@pytest.mark.parametrize("text", [SECRET, LONG], ids=["short", "long"])
def test_an_erased_text_is_in_no_file(tmp_path: Path, version: tuple[int, int, int], text: str) -> None:
    place = tmp_path / "school.sqlite3"
    with opened("other", engines.sqlite({"NAME": str(place)}, version)):
        with connections["other"].cursor() as cursor:
            cursor.execute("CREATE TABLE kept (id integer PRIMARY KEY, text text)")
            cursor.executemany("INSERT INTO kept (text) VALUES (%s)", [[text], ["另一句话"]])
            assert holds(tmp_path, SECRET)
            cursor.execute("UPDATE kept SET text = '' WHERE id = 1")
            empty_log("other")
            assert not holds(tmp_path, SECRET)
        assert holds(tmp_path, "另一句话")


def test_the_log_is_emptied_when_the_erasure_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    emptied: list[str] = []
    monkeypatch.setattr(erasing, "empty_log", emptied.append)
    erasing._blank([], "default")
    assert emptied == ["default"]


def holds(folder: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in folder.iterdir())
