#!/usr/bin/env python
"""The command line of the program; `python manage.py help` lists what it can do."""

import os
import sys

from starrating.faults.command_line import run


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "starrating.settings")
    run(sys.argv)


if __name__ == "__main__":
    main()
