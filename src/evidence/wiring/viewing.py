"""Viewing: recordings as a browser can show them, made when somebody looks."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from evidence.analyzers.viewing.proxy import Proxy, settled
from evidence.domain.errors import BundleUnreadable
from evidence.domain.time import MINUTE
from evidence.engine.local import Limits, LocalEngine
from evidence.pipeline.store import KnownRecording, Store
from evidence.pipeline.work import Ending, Job
from evidence.sources.intake import LandedClasses
from evidence.sources.member import take_member
from evidence.wiring.footage_kept import file_of, known_recording
from evidence.wiring.shelf import Shelf

CHILD = "evidence.analyzers.viewing"
PROOFS = "evidence.analyzers.proofs"
AN_HOUR = 60  # thumbnails that are taken at once, one a minute
AT_ONCE = 3  # proxies and thumbnails in the making: the night may be at work too
PATIENT = Limits(wall_seconds=60, cpu_seconds=60)


@dataclass(frozen=True, slots=True)
class Viewing:
    """What can be seen of the footage in the landing folder; what is made stands on a shelf."""

    landing: Path
    store: Store
    shelf: Shelf
    turns: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(AT_ONCE)
    )

    def file(self, subject: str, path: str) -> Path | None:
        """The file of a recording that the class is known to have, also out of an archive."""
        known = known_recording(self.store, subject, path)
        return self._file(subject, known) if known else None

    def thumbnail(self, subject: str, path: str, minute: int) -> bytes | None:
        """A small picture of a minute of a recording; those of its hour are taken with it.

        Empty where none can be made; None where the class has no such recording.
        """
        known = known_recording(self.store, subject, path)
        if known is None:
            return None
        first = minute // AN_HOUR * AN_HOUR
        take = partial(self._take, subject, known, first)
        place = self.shelf.made(f"{known.sha256}/thumbnails-{first}.json", take)
        taken = json.loads(place.read_bytes()) if place else []
        place_of = minute - first
        found = taken[place_of] if place_of < len(taken) else ""
        return base64.b64decode(found)

    def still(self, subject: str, path: str, times: Sequence[int], which: int) -> bytes | None:
        """What a recording shows at one of a few media times, without anybody's face.

        They are taken together, for whoever asks for one of them looks at all. Empty where none can
        be taken; None where the class has no such recording.
        """
        known = known_recording(self.store, subject, path)
        if known is None:
            return None
        asked = sha256(",".join(map(str, times)).encode()).hexdigest()[:16]
        take = partial(self._answered, subject, known, PROOFS, tuple(map(str, times)))
        place = self.shelf.made(f"{known.sha256}/stills-{asked}.json", take)
        taken = json.loads(place.read_bytes()) if place else []
        return base64.b64decode(taken[which] if which < len(taken) else "")

    def proxy(self, subject: str, path: str, begin: int) -> Path | Iterator[bytes] | None:
        """A minute of a recording from ``begin`` (seconds) on: kept already, or in the making."""
        known = known_recording(self.store, subject, path)
        if known is None:
            return None
        name = f"{known.sha256}/proxy-{begin}.mp4"
        kept = self.shelf.get(name)
        if kept:
            return kept
        file = self._file(subject, known)
        return self._making(Proxy(file, begin), name) if file else None

    def _making(self, proxy: Proxy, name: str) -> Iterator[bytes]:
        """The proxy as it is made; once whole it is kept."""
        with self.turns, self.shelf.rough(name) as rough, self.shelf.rough(name) as whole:
            with rough.open("wb") as fragments:
                for chunk in proxy.made():
                    fragments.write(chunk)
                    yield chunk
            if settled(rough, whole):
                self.shelf.put(whole, name)

    def _take(self, subject: str, known: KnownRecording, first: int, into: Path) -> bool:
        times = tuple(str(minute * MINUTE) for minute in range(first, first + AN_HOUR))
        return self._answered(subject, known, CHILD, times, into)

    def _answered(
        self, subject: str, known: KnownRecording, child: str, times: tuple[str, ...], into: Path
    ) -> bool:
        """Write what a child process answers of a recording at some media times."""
        file = self._file(subject, known)
        if file is None:
            return False
        with self.turns:
            job = Job(child, (str(file), *times))
            ended = next((told for _, told in LocalEngine(PATIENT, 1).run([job])), None)
        if ended is None or ended.ending is not Ending.DONE:
            return False
        into.write_text(ended.answer)
        return True

    def _file(self, subject: str, known: KnownRecording) -> Path | None:
        file = file_of(self.landing, subject, known.path)
        if file is not None:
            return file
        archive = self._archive(subject)
        if archive is None:
            return None
        take = partial(
            take_member, archive, known.path, known.sha256, most=int(self.shelf.room * 0.5)
        )
        return self.shelf.made(f"{known.sha256}/recording{Path(known.path).suffix}", take)

    def _archive(self, subject: str) -> Path | None:
        """The archive that a class lies in; None where it lies there as a folder."""
        with suppress(BundleUnreadable):
            place = LandedClasses(self.landing).lies(subject)
            return place if place.is_file() else None
        return None
