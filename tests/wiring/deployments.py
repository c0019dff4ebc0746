"""Deployments in a folder of their own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

from evidence.domain.time import SECOND
from evidence.wiring.schedule import Scheduled

APRIL_20 = date(2021, 4, 20)
TWO_AT_NIGHT = int(datetime(2021, 4, 20, 18, tzinfo=UTC).timestamp()) * SECOND


@dataclass
class Hand:
    """A clock that somebody sets."""

    time: int = TWO_AT_NIGHT

    def now(self) -> int:
        return self.time

    def wait(self, micros: int) -> None:
        self.time += micros


def config(folder: Path, schedule: str = "") -> Path:
    """A config folder whose store and landing folder lie beside it."""
    made = folder / "config"
    made.mkdir(exist_ok=True)
    cache = f'cache = "{folder}/cache"\n'
    web = "" if "[web]" in schedule else f"[web]\n{cache}"
    (made / "evidence.toml").write_text(
        f'[store]\nurl = "sqlite:///{folder}/evidence.db"\n'
        f'[landing]\nfolder = "{folder}/landing"\nleast_free_gigabytes = 0\n'
        f"{web}[engine]\nworkers = 1\n" + schedule.replace("[web]\n", f"[web]\n{cache}")
    )
    (folder / "landing").mkdir(exist_ok=True)
    return made


def scheduled(folder: Path, schedule: str = "", clock: Hand | None = None) -> Scheduled:
    return Scheduled.of(config(folder, schedule), Event(), clock or Hand())
