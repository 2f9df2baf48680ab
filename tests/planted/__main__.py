"""Plant faults by a seed and say which are seen; what was played before is not played again.

``SEED=2 COUNT=60`` draws others and fewer, ``AGAIN=1`` plays what survived once more, ``ONLY=awards/exams`` what lies
below a path, of what is drawn, ``AREA=rules,verbs`` some areas, ``WORKERS=2`` plays
so many at once, ``LISTEN=0`` takes the nearest tests by their names and
does not listen first to what each test calls. A PostgreSQL server at 127.0.0.1:5432 is needed.
"""

from __future__ import annotations

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "starrating.settings")
    django.setup()
    from tests.planted.places import WANTED  # noqa: PLC0415 -- reads the models
    from tests.planted.running import run  # noqa: PLC0415

    asked = os.environ
    run(
        seed=int(asked.get("SEED") or 1),
        count=int(asked.get("COUNT") or 300),
        again=asked.get("AGAIN", "") not in ("", "0"),
        only=asked.get("ONLY", ""),
        areas=(asked.get("AREA") or ",".join(WANTED)).split(","),
        listen=asked.get("LISTEN") != "0",
        workers=int(asked.get("WORKERS") or 1),
        say=lambda line: print(line, flush=True),  # noqa: T201 -- the figures are the purpose
    )


if __name__ == "__main__":
    main()
