"""The Dask crew: the same keys, handed to the workers of a Dask scheduler on any machines.

Dask keeps nothing and may run a task twice; the ledger makes both harmless. A task is a key, its
result a word: nothing that is worth losing ever passes through the scheduler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from evidence.domain.errors import Unreadable
from evidence.domain.text import say
from evidence.engine.unfit import EngineUnfit
from evidence.pipeline.crew import Fate, Handled

IN_FLIGHT = 2  # keys a worker that the scheduler holds at a time
PATIENCE = "60s"  # for the first worker to come


@dataclass(slots=True)
class DaskCrew:
    """Hands keys to the scheduler at ``scheduler``, or to ``at_once`` processes of its own.

    ``do`` is what a worker runs: it is sent by its name, so the same version of evidence must be
    installed on every machine.
    """

    do: Callable[[str], str]
    at_once: int
    scheduler: str = ""
    client: Any = field(default=None, repr=False)
    cluster: Any = field(default=None, repr=False)

    def work(self, keys: Sequence[str]) -> Iterator[Handled]:
        """Hand out every key once, a few a worker at a time.

        Raises:
            EngineUnfit: when Dask is not installed, or no scheduler or worker answers.
        """
        client = self._connected()
        from distributed import as_completed  # noqa: PLC0415  an extra

        left = iter(keys)
        width = IN_FLIGHT * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        given: dict[Any, str] = {}

        def submit(key: str) -> Any:
            future = client.submit(self.do, key, pure=False, retries=0)
            given[future] = key
            return future

        flying = as_completed([submit(key) for key in islice(left, width)], loop=client.loop)
        for future in flying:
            key = given.pop(future)
            if future.status == "finished":
                yield Handled(key, Fate(future.result()))
            else:
                _see_that_it_died(future)
                yield Handled(key, Fate.DIED)  # its lease will end
            for another in islice(left, 1):
                flying.add(submit(another))

    def close(self) -> None:
        """Leave the scheduler, and end a cluster of our own."""
        for part in (self.client, self.cluster):
            if part is not None:
                part.close()
        self.client = self.cluster = None

    def _connected(self) -> Any:
        if self.client is not None:
            return self.client
        try:
            import dask  # noqa: PLC0415  an extra
            from distributed import Client, LocalCluster  # noqa: PLC0415
        except ImportError as error:
            what = say('Dask is not installed: install "evidence[dask]", or set kind = "local"')
            raise EngineUnfit(what) from error
        # A task whose worker died is the ledger's to hand out again, not Dask's.
        dask.config.set({"distributed.scheduler.allowed-failures": 0})
        if not self.scheduler:
            self.cluster = LocalCluster(
                n_workers=self.at_once,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",  # any free port: two nights may run at once
                silence_logs=50,
            )
        try:
            self.client = Client(self.cluster or self.scheduler, set_as_default=False)
            self.client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError) as error:
            self.close()
            what = say("no Dask worker answers at {address}", address=self.scheduler or "127.0.0.1")
            raise EngineUnfit(what) from error
        return self.client


def _see_that_it_died(future: Any) -> None:
    """A worker may die; one that answers and can't work would fail every job for ever.

    Raises:
        EngineUnfit: when it was not death, but evidence or its deployment missing over there.
    """
    from distributed import KilledWorker  # noqa: PLC0415  an extra

    error = future.exception() if future.status == "error" else None
    if error is not None and not isinstance(error, KilledWorker):
        said = str(error) if isinstance(error, Unreadable) else type(error).__name__
        raise EngineUnfit(say("a Dask worker can't do its work: {said}", said=said))
