"""The worker of the program, with seconds in place of its minutes: ``python -m tests.faults.harness.quick_worker``."""

import datetime as dt

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- what is below needs the set-up above

from starrating.operations import job_running  # noqa: E402

if __name__ == "__main__":
    job_running.SILENCE = dt.timedelta(seconds=4)
    job_running.BEAT_SECONDS = 1.0
    call_command("worker")
