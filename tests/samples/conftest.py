import copyreg
import fcntl
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest
from sample_media.make import make_all

from evidence.domain.errors import Unreadable
from evidence.pipeline.judgement import Judgement
from evidence.wiring.checking import check_bundle

Judged = Callable[[str], Judgement]


def read_only(table: dict[object, object]) -> Mapping[object, object]:
    """A table as policies hold it."""
    return MappingProxyType(table)


# So that a judgement can be kept for the other workers.
copyreg.pickle(MappingProxyType, lambda table: (read_only, (dict(table),)))


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One process of this test run at a time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Every sample class, made once for all workers of this run."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "samples"
    folder.mkdir(exist_ok=True)
    with alone(folder / ".lock"):
        make_all(folder)
    return folder


@pytest.fixture(scope="session")
def judged(samples: Path) -> Judged:
    """What ``evidence check`` answers on a sample, checked once for all workers of this run."""

    def answer(bundle: str) -> Judgement:
        kept = samples.with_name(f"judged-{bundle}")
        with alone(kept.with_suffix(".lock")):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(checked(samples / bundle)))
        told: Judgement | Unreadable = pickle.loads(kept.read_bytes())  # noqa: S301 - of our own
        if isinstance(told, Unreadable):
            raise told
        return told

    return answer


def checked(bundle: Path) -> Judgement | Unreadable:
    """The judgement on a bundle, or why there is none."""
    try:
        return check_bundle(bundle)
    except Unreadable as refused:
        return refused
