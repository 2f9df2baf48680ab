"""Makers for the tests of jobs: quick, refused, broken, and one that stops in the middle until it is killed."""

from __future__ import annotations

import sys

from starrating.operations.job_running import Maker, Product, Progress, Said
from starrating.operations.models import Job
from starrating.own_words import office_name
from starrating.refused import Refused


def quick(job: Job, progress: Progress) -> Product:
    progress(1, 2)
    progress(2, 2)
    return Product(f"attempt {job.attempts}".encode(), "made.txt", "text/plain")


def refused(job: Job, progress: Progress) -> Product:
    raise Refused("Nothing to print.", code="none")


def broken(job: Job, progress: Progress) -> Product:
    raise ZeroDivisionError


def named(job: Job, progress: Progress) -> Said:
    return Said(office_name())


def stuck(job: Job, progress: Progress) -> Product:
    """Says that it has begun and then waits for somebody at the other end of the pipe."""
    progress(1, 2)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    sys.stdin.readline()
    return quick(job, progress)


MAKERS: dict[str, Maker] = {"quick": quick, "refused": refused, "broken": broken, "stuck": stuck, "named": named}
# What a worker finds that comes after the one who was killed.
FREED: dict[str, Maker] = {**MAKERS, "stuck": quick}
