"""An institution that sends, and a reception that sees to it in this process."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from evidence.engine.worker import Worker
from evidence.pipeline.crew import Handled
from evidence.pipeline.reception import RECEIVE
from evidence.wiring.night import steps_of
from evidence.wiring.office import Office
from evidence.wiring.process import CLOCK
from evidence.wiring.receiving import receiving_of
from evidence.wiring.reception import reception_of
from tests.web.conftest import OWN, Visit

TUS = {"Tus-Resumable": "1.0.0", **OWN}
BYTES = "application/offset+octet-stream"


@dataclass
class Here:
    """A crew that works in this process."""

    office: Office
    config: Path

    def work(self, keys: Sequence[str]) -> Iterator[Handled]:
        deployed, store = self.office.deployed, self.office.store
        steps = {
            **steps_of(deployed, store, self.config).all(),
            RECEIVE: receiving_of(deployed, store, self.config).receive,
        }
        worker = Worker("here", store.ledger, steps, CLOCK, 60_000_000)
        for key in keys:
            yield Handled(key, worker.do(key))

    def close(self) -> None:
        pass


def serve(office: Office, config: Path) -> int:
    """What the reception does once it is rung for."""
    return reception_of(office, Here(office, config)).serve()


def metadata(**fields: str) -> str:
    return ",".join(
        f"{key} {base64.b64encode(told.encode()).decode()}" for key, told in fields.items()
    )


class Sender:
    """A script of ours in somebody's browser."""

    def __init__(self, visit: Visit, home: str = "INST-A") -> None:
        self.client = visit.client
        self.home = home
        self.headers = {**TUS, "x-evidence-proof": visit.proof()}

    def create(self, size: int, **fields: str):  # type: ignore[no-untyped-def]
        said = {"Upload-Length": str(size), "Upload-Metadata": metadata(**fields)}
        at = f"/institutions/{self.home}/uploads"
        return self.client.post(at, headers={**self.headers, **said})

    def add(self, place: str, offset: int, content: bytes, **more: str):  # type: ignore[no-untyped-def]
        said = {"Upload-Offset": str(offset), "Content-Type": BYTES, **more}
        return self.client.patch(place, headers={**self.headers, **said}, content=content)

    def head(self, place: str):  # type: ignore[no-untyped-def]
        return self.client.head(place, headers=self.headers)

    def send(self, content: bytes, **fields: str) -> str:
        """A whole file; the page of its delivery."""
        made = self.create(len(content), **fields)
        assert made.status_code == 201, made.text
        place = made.headers["location"]
        assert self.add(place, 0, content).status_code == 204
        return place.replace("/uploads/", "/deliveries/")


def zipped(folder: Path, into: Path, institution: str) -> bytes:
    """A class as an archive, as of this institution."""
    with ZipFile(into, "w") as archive:
        for place in sorted(folder.rglob("*")):
            if place.name == "class.toml":
                told = place.read_text("utf-8")
                lines = [
                    f'id = "{institution}"' if line.startswith('id = "INST') else line
                    for line in told.splitlines()
                ]
                archive.writestr("class.toml", "\n".join(lines))
            elif place.is_file():
                archive.write(place, place.relative_to(folder).as_posix())
    return into.read_bytes()
