"""Footage of a class in the landing folder, and what was read off it."""

from collections.abc import Sequence
from hashlib import sha256

import evidence
from evidence.analyzers.frames import wire as frames_wire
from evidence.analyzers.media import wire
from evidence.domain.footage import EndReason, Media, Silence
from evidence.domain.pictures import Flaw, Pictures, Place, Seen, Speed, Spell
from evidence.domain.time import MINUTE, SECOND, Interval
from evidence.pipeline.ledger import Observation
from evidence.pipeline.record import KnownPrint
from evidence.pipeline.store import KnownClass, KnownRecording
from evidence.web.verdicts import micros
from evidence.wiring.office import Office
from tests.web.classes import DAY

MADE = "recordings/a.mp4"
MP4 = "mov"  # as the media reader names it
CONTENT = bytes(range(256)) * 8
START = micros(f"{DAY}T09:00:00+08:00")


def printed(office: Office, subject: str, bundle: str) -> None:
    """Let the record of prints know the recording of a class."""
    known = office.store.classes.get(subject)
    assert known
    office.store.prints.put(
        [
            KnownPrint(each.sha256, bundle, subject, each.path, "cam1", START, "1", "")
            for each in known.recordings
        ]
    )


def with_footage(
    office: Office,
    subject: str,
    *,
    codec: str = "h264",
    gap: int = MINUTE,
    container: str = MP4,
    content: bytes = CONTENT,
    looped: bool = False,
    reused: str = "",
) -> None:
    """A recording of 40 minutes from nine o'clock, silent for a while, frozen for two minutes.

    From the 30th minute on it shows again what it or (``reused``) the class of this digest showed.
    """
    folder, digest = office.landing / subject, sha256(content).hexdigest()
    (folder / "recordings").mkdir(parents=True)
    (folder / "class.toml").write_text("")
    (folder / MADE).write_bytes(content)
    (folder / "roster.csv").write_text("secret")
    recording = KnownRecording(MADE, digest, "cam1", START)
    known = KnownClass(subject, subject.partition("/")[0], "p", "i", None, None, (recording,))
    now = office.clock.now()
    office.store.classes.put(known, now)
    silence = Silence(10 * MINUTE, gap)
    media = Media(
        EndReason.COMPLETE, 40 * MINUTE, SECOND // 25, (silence,), codec=codec, container=container
    )
    put = office.store.observations.put
    put(Observation(digest, evidence.__version__, wire.dumps(media)), now)
    still = Interval(20 * MINUTE, 22 * MINUTE)
    spells: tuple[Spell, ...] = (Spell(Flaw.FROZEN, still, still, Speed.FULL),)
    if looped:
        again, there = Interval(30 * MINUTE, 32 * MINUTE), Interval(5 * MINUTE, 7 * MINUTE)
        twin = Place(MADE, there)
        spells += (Spell(Flaw.LOOPED, again, again, Speed.PACKETS, twin),)
    if reused:
        again, there = Interval(30 * MINUTE, 32 * MINUTE), Interval(5 * MINUTE, 7 * MINUTE)
        twin = Place(MADE, there, reused)
        spells += (Spell(Flaw.REUSED, again, again, Speed.PACKETS, twin),)
    seen = frames_wire.dumps(Pictures(Seen.LOOKED, spells=spells))
    put(Observation(digest, f"{evidence.__version__}/pictures", seen), now)


def with_files(
    office: Office, subject: str, films: Sequence[bytes], seconds: int = 10
) -> list[str]:
    """Recordings of so many seconds each, one after the other from nine o'clock; their paths."""
    folder = office.landing / subject
    (folder / "recordings").mkdir(parents=True)
    (folder / "class.toml").write_text("")
    now, length, found = office.clock.now(), seconds * SECOND, []
    for number, content in enumerate(films):
        path = f"recordings/{number:03}.mp4"
        (folder / path).write_bytes(content)
        digest = sha256(content).hexdigest()
        found.append(KnownRecording(path, digest, "cam1", START + number * length))
        media = Media(EndReason.COMPLETE, length, SECOND, codec="h264", container=MP4)
        put = office.store.observations.put
        put(Observation(digest, evidence.__version__, wire.dumps(media)), now)
        seen = frames_wire.dumps(Pictures(Seen.LOOKED))
        put(Observation(digest, f"{evidence.__version__}/pictures", seen), now)
    known = KnownClass(subject, subject.partition("/")[0], "p", "i", None, None, tuple(found))
    office.store.classes.put(known, now)
    return [each.path for each in found]
