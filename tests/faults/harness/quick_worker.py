"""The worker of the program, with seconds in place of its minutes: ``python -m tests.faults.harness.quick_worker``."""

import datetime as dt

import django
from django.core.management import call_command

from starrating.operations import job_running

if __name__ == "__main__":
    job_running.SILENCE = dt.timedelta(seconds=4)
    job_running.BEAT_SECONDS = 1.0
    django.setup()
    call_command("worker")
