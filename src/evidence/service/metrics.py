"""Metrics: the status in the words of Prometheus. No label names a class, file or person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from evidence.domain.time import SECOND
from evidence.pipeline.filming import Film
from evidence.pipeline.status import Status
from evidence.pipeline.summary import End


def metrics(found: Status | None, *, healthy: bool) -> bytes:
    """What Prometheus reads; ``found`` is None when the store does not answer."""
    registry = CollectorRegistry()
    registry.register(_Collected(found, healthy=healthy))
    return generate_latest(registry)


def watch_metrics(
    hours: Mapping[str, int], faults: int, looked_at: int | None, *, healthy: bool
) -> bytes:
    """What Prometheus reads of a watch: today's class hours by their state, and its last look."""
    registry = CollectorRegistry()
    registry.register(_Watched(hours, faults, looked_at, healthy=healthy))
    return generate_latest(registry)


class _Watched(Collector):
    """The gauges of one watch; ``looked_at`` is wall time, None before the first look."""

    def __init__(
        self, hours: Mapping[str, int], faults: int, looked_at: int | None, *, healthy: bool
    ) -> None:
        self.hours = hours
        self.faults = faults
        self.looked_at = looked_at
        self.healthy = healthy

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge that there is something to say of."""
        yield _gauge("evidence_watch_healthy", "1 where /healthz says all is well", self.healthy)
        told = "Class hours of today, by how they stand"
        yield _by("evidence_watch_class_hours", told, "state", self.hours)
        yield _gauge("evidence_watch_faulty_files", "Recordings of today with a fault", self.faults)
        if self.looked_at is not None:
            yield _gauge(
                "evidence_watch_last_look_timestamp_seconds",
                "When the classes were last looked at",
                self.looked_at / SECOND,
            )


class _Collected(Collector):
    """The gauges of one status."""

    def __init__(self, found: Status | None, *, healthy: bool) -> None:
        self.found = found
        self.healthy = healthy

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge that there is something to say of."""
        yield _gauge("evidence_healthy", "1 where /healthz says that all is well", self.healthy)
        yield _gauge("evidence_store_up", "1 where the store answers", self.found is not None)
        if self.found is None:
            return
        jobs = {state.value: count for state, count in self.found.jobs.items()}
        yield _by("evidence_jobs", "Jobs of the ledger, by where they stand", "state", jobs)
        yield _gauge(
            "evidence_missing_files",
            "Files that sources offered and that have not landed",
            len(self.found.missing),
        )
        if self.found.cameras:
            films = Counter(each.film for each in self.found.cameras)
            states = {each.value: films[each] for each in Film}
            yield _by("evidence_live_cameras", "Live cameras, by what they do", "state", states)
        yield _gauge("evidence_free_bytes", "Free where evidence lands", self.found.free)
        yield from self._last_night()

    def _last_night(self) -> Iterator[GaugeMetricFamily]:
        last = self.found.last if self.found else None
        if last is None or last.ended is None:
            return
        ends = {end.value: last.counts.get(end.value, 0) for end in End}
        yield _by("evidence_classes", "Classes by what the last night found", "standing", ends)
        yield _gauge(
            "evidence_last_night_end_timestamp_seconds",
            "When the last night ended",
            last.ended / SECOND,
        )
        yield _gauge(
            "evidence_last_night_duration_seconds",
            "How long the last night took",
            (last.ended - last.began) / SECOND,
        )


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=float(value))


def _by(name: str, told: str, label: str, values: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family
