"""One night over a city: ``python -m benchmarks.night.lead ENGINE WORKERS DATE``.

The deployment is set by the environment, as everywhere. The footage is by reference to a few
files, so what each recording shows is made to be of a room and a day of its own: else every class
would hand in what all others have. With ``EVIDENCE_BENCHMARK_ANEW`` set no recording is remembered:
each is read as if no other had its content. ``worker`` as the first argument is a worker of the
local crew.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import numpy as np

from evidence.analyzers.prints import negative
from evidence.analyzers.prints.form import CELLS
from evidence.analyzers.prints.negative import Negative
from evidence.analyzers.prints.recorded import subject_of
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.time import SECOND
from evidence.engine.cluster import DaskCrew
from evidence.engine.section import EngineSection
from evidence.engine.speech import own_streams, serve
from evidence.engine.worker import Worker
from evidence.engine.workers import LocalCrew
from evidence.pipeline import seen
from evidence.pipeline.comparing import ComparedPictures
from evidence.pipeline.crew import Crew
from evidence.pipeline.ledger import Observation, Observations
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.steps import Steps
from evidence.wiring.deployment import deployment, store_of
from evidence.wiring.night import CLOCK, night, steps_of, worker_name
from evidence.wiring.places import config_folder

ANEW = "EVIDENCE_BENCHMARK_ANEW"
MODULE = "benchmarks.night.lead"


@dataclass(frozen=True, slots=True)
class Forgetful:
    """Observations that are kept as always, and never found again; but for digests of files."""

    kept: Observations

    def get(self, digest: str, code: str) -> str | None:
        """Only the digest of a file that did not change."""
        return self.kept.get(digest, code) if code == seen.CODE else None

    def put(self, observation: Observation, now: int) -> None:
        """Kept as the observation of a content that nobody else has."""
        if observation.code != seen.CODE:
            own = sha256(f"{observation.digest}{uuid4()}".encode()).hexdigest()
            observation = replace(observation, digest=own)
        self.kept.put(observation, now)


class OtherRooms:
    """Makes each recording one of another room and day, its picture laid out anew."""

    def compare(
        self, bundle: ClassBundle, recordings: Sequence[Recording]
    ) -> tuple[Recording, ...]:
        """The recordings, as if no two of a city had one content."""
        return tuple(self._elsewhere(bundle, one) for one in recordings)

    def _elsewhere(self, bundle: ClassBundle, recording: Recording) -> Recording:
        if not recording.pictures.prints:
            return recording
        taken = negative.loads(recording.pictures.prints)
        if not isinstance(taken, Negative):
            return recording
        place = sha256(f"{subject_of(bundle)}/{recording.path}".encode()).digest()
        chance = np.random.default_rng(int.from_bytes(place))
        cells = taken.cells[:, chance.permutation(CELLS)]
        digests = taken.digests ^ np.uint32(chance.integers(1 << 32))
        elsewhere = negative.dumps(replace(taken, cells=cells, digests=digests))
        return replace(recording, pictures=replace(recording.pictures, prints=elsewhere))


def elsewhere(steps: Steps) -> Steps:
    """The steps over footage of rooms and days of their own."""
    within = steps.checker.pictures
    if not isinstance(within, ComparedPictures) or not isinstance(
        within.observer, ComparedPictures
    ):
        raise TypeError("the recordings of a night are compared with each other and on record")
    across = within.observer
    across = replace(across, comparers=(OtherRooms(), *across.comparers))
    checker = replace(steps.checker, pictures=replace(within, observer=across))
    return replace(steps, checker=checker)


@cache
def worker(config: str) -> Worker:
    """The one worker of this process, as the night's own wiring makes it."""
    deployed = deployment(Path(config))
    store = store_of(deployed)
    if os.environ.get(ANEW):
        store = replace(store, observations=Forgetful(store.observations))
    lease = int(deployed.part("engine", EngineSection).lease_seconds * SECOND)
    steps = elsewhere(steps_of(deployed, store, Path(config))).all()
    return Worker(worker_name(), store.ledger, steps, CLOCK, lease)


def do_one(config: str, key: str) -> str:
    """What a Dask worker does with a key."""
    return worker(config).do(key).value


@contextmanager
def crew(engine: str, at_once: int) -> Iterator[Crew]:
    """The workers of a night."""
    hands: Crew
    if engine == "dask":
        hands = DaskCrew(partial(do_one, str(config_folder().absolute())), at_once)
    else:
        hands = LocalCrew((sys.executable, "-m", MODULE, "worker"), at_once)
    try:
        yield hands
    finally:
        hands.close()


def main(engine: str, at_once: str = "1", on: str = "") -> None:
    """Run the night and tell, as JSON, how long it took and what came of it."""
    config = config_folder().absolute()
    if engine == "worker":
        keys, out = own_streams()
        serve(worker(str(config)), keys, out)
        return
    began = perf_counter()
    with crew(engine, int(at_once)) as hands, night(deployment(config)) as tonight:
        came = replace(tonight, crew=hands).run(date.fromisoformat(on), "", Quiet(), again=True)
    print(json.dumps({"wall": perf_counter() - began, **came.counts()}))


if __name__ == "__main__":
    # By its name, so that what Dask is sent can be found on the other side.
    import_module(MODULE).main(*sys.argv[1:])
