"""What is asked for when the figures are: how long the queue is, and how old what must not grow old."""

import datetime as dt
from collections.abc import Iterator

from django.db import Error, connections
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from starrating.backup import records
from starrating.operations.models import Job, JobState
from starrating.operations.seal_models import Seal

AGES = (("backup", records.BACKUP), ("drill", records.DRILL), ("worker", records.WORKER))


class Figures(Collector):
    """Gauges of the installation; one that nobody knows is left out, as is all of the database while it is away."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        at = timezone.now()
        for name, file in AGES:
            record = records.read(file)
            if record is not None:
                yield _age(name, record.at, at)
        try:
            yield from _of_the_database(at)
        except Error:
            yield GaugeMetricFamily("starrating_database_up", "Whether the database answers", value=0)
        finally:
            # Each request has a thread of its own, which takes its connection with it.
            connections.close_all()


def _of_the_database(at: dt.datetime) -> Iterator[GaugeMetricFamily]:
    waiting = Job.objects.filter(state=JobState.WAITING).count()
    seal = Seal.objects.newest()
    yield GaugeMetricFamily("starrating_database_up", "Whether the database answers", value=1)
    yield GaugeMetricFamily("starrating_jobs_waiting", "Files asked for and not begun", value=waiting)
    if seal is not None:
        yield _age("seal", seal.closed_at, at)


def _age(name: str, then: dt.datetime, at: dt.datetime) -> GaugeMetricFamily:
    seconds = (at - then).total_seconds()
    return GaugeMetricFamily(f"starrating_{name}_age_seconds", f"Since the last {name} was seen or made", value=seconds)
