import fcntl
import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.time import HOUR, MINUTE, SECOND, Interval
from evidence.pipeline.ports import Progress
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.sources_port import (
    Fetched,
    Landed,
    NotFetched,
    NotLanded,
    Offer,
    Reason,
)
from evidence.sources.cameras.files import FilesSection
from evidence.sources.file_names import LONGEST, safe_path
from evidence.sources.landing import Landing, LandingSection
from evidence.sources.unfit import Unfit

CLASS = "INST-7/SMX-1"
SPAN = Interval(9 * HOUR, 9 * HOUR + 10 * MINUTE)
FILM = Offer("1", "recordings/cam1/a.mp4", size=6, modified=1)


@dataclass
class Shelf:
    """A source in memory that may break off after some bytes."""

    content: bytes = b"abcdef"
    breaks_at: int | None = None
    begun_at: list[int] = field(default_factory=list)
    name: str = "shelf"

    def offers(self, wanted: Interval) -> Iterable[Offer]:
        return ()

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        there = into.stat().st_size
        self.begun_at.append(there)
        with into.open("ab") as stream:
            stream.write(self.content[there : self.breaks_at])
        if self.breaks_at is not None:
            raise NotFetched(Reason.UNREACHABLE, "the line broke")
        return Fetched(into.stat().st_size, there)


def landing(folder: Path, *, length: int | None = None, free: float = 0) -> Landing:
    section = LandingSection(folder=folder, least_free_gigabytes=free)
    return Landing(section, None if length is None else lambda _: length)


def land(place: Landing, source: Shelf, offer: Offer = FILM, *, now: int = 5) -> Landed | NotLanded:
    return place.land(source, offer, CLASS, now=now, progress=Quiet())


def shown(folder: Path) -> list[str]:
    """What a bundle would see in the class's folder."""
    root = folder / CLASS
    files = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return sorted(str(path) for path in files if not path.name.startswith("."))


def parts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.part") if path.is_file()]


def test_what_is_fetched_lands_in_the_folder_of_its_class(tmp_path: Path) -> None:
    landed = land(landing(tmp_path), Shelf())

    digest = hashlib.sha256(b"abcdef").hexdigest()
    assert landed == Landed("recordings/cam1/a.mp4", 6, digest, new=True)
    assert (tmp_path / CLASS / "recordings/cam1/a.mp4").read_bytes() == b"abcdef"
    assert parts(tmp_path) == []


def test_what_has_landed_is_not_fetched_again(tmp_path: Path) -> None:
    source = Shelf()
    first = land(landing(tmp_path), source)
    second = land(landing(tmp_path), source)

    assert isinstance(first, Landed)
    assert second == replace(first, new=False)
    assert source.begun_at == [0]


def test_what_was_taken_out_of_the_folder_is_fetched_again(tmp_path: Path) -> None:
    land(landing(tmp_path), Shelf())
    (tmp_path / CLASS / FILM.name).unlink()

    landed = land(landing(tmp_path), Shelf())

    assert isinstance(landed, Landed)
    assert landed.new


def test_an_offer_that_changed_replaces_what_landed_of_it(tmp_path: Path) -> None:
    land(landing(tmp_path), Shelf())

    landed = land(landing(tmp_path), Shelf(b"abcdefgh"), replace(FILM, size=8, modified=2))

    assert isinstance(landed, Landed)
    assert shown(tmp_path) == ["recordings/cam1/a.mp4"]
    assert (tmp_path / CLASS / FILM.name).read_bytes() == b"abcdefgh"


def test_a_file_that_somebody_else_put_there_stays(tmp_path: Path) -> None:
    theirs = tmp_path / CLASS / FILM.name
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"theirs")

    landed = land(landing(tmp_path), Shelf())

    assert isinstance(landed, Landed)
    assert theirs.read_bytes() == b"theirs"
    assert landed.path != FILM.name
    assert (tmp_path / CLASS / landed.path).read_bytes() == b"abcdef"


def test_the_same_content_under_the_same_name_lands_once(tmp_path: Path) -> None:
    land(landing(tmp_path), Shelf(name="one"))
    land(landing(tmp_path), Shelf(name="other"))

    assert shown(tmp_path) == ["recordings/cam1/a.mp4"]


def test_a_broken_line_leaves_nothing_to_be_seen_and_the_next_try_goes_on(tmp_path: Path) -> None:
    source = Shelf(breaks_at=4)
    missed = land(landing(tmp_path), source)

    assert isinstance(missed, NotLanded)
    assert (missed.reason, shown(tmp_path)) == (Reason.UNREACHABLE, [])

    source.breaks_at = None
    landed = land(landing(tmp_path), source)

    assert isinstance(landed, Landed)
    assert source.begun_at == [0, 4]
    assert (tmp_path / CLASS / FILM.name).read_bytes() == b"abcdef"


KILLED = """
import os, signal, sys
from pathlib import Path
from evidence.domain.time import Interval
from evidence.pipeline.quiet import Quiet
from evidence.sources.cameras.files import FilesSection
from evidence.sources.landing import Landing, LandingSection

class Fatal(Quiet):
    def advance(self, steps=1):
        os.kill(os.getpid(), signal.SIGKILL)

nas, folder = sys.argv[1:]
told = {"kind": "files", "name": "nas", "institution": "I", "url": nas, "settled_seconds": 0}
source = FilesSection(**told).opened()
place = Landing(LandingSection(folder=Path(folder), least_free_gigabytes=0))
for offer in source.offers(Interval(0, 2**60)):
    place.land(source, offer, "INST-7/SMX-1", now=1, progress=Fatal())
"""


def test_a_night_that_is_killed_leaves_a_beginning_that_the_next_goes_on_from(
    tmp_path: Path,
) -> None:
    content = bytes(range(256)) * 12_000  # several chunks
    nas, folder = tmp_path / "nas", tmp_path / "landing"
    nas.mkdir()
    (nas / "cam1_20210419_090000.mp4").write_bytes(content)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(nas), str(folder)], check=False)
    (begun,) = parts(folder)
    told = {"kind": "files", "name": "nas", "institution": "I", "url": str(nas)}
    source = FilesSection(**told, settled_seconds=0).opened()
    (offer,) = source.offers(Interval(0, 2**60))

    assert ended.returncode == -signal.SIGKILL
    assert 0 < begun.stat().st_size < len(content)
    assert shown(folder) == []

    landed = landing(folder).land(source, offer, CLASS, now=2, progress=Quiet())

    assert isinstance(landed, Landed)
    assert (folder / CLASS / landed.path).read_bytes() == content
    assert parts(folder) == []


def test_a_beginning_of_another_version_is_not_gone_on_from(tmp_path: Path) -> None:
    land(landing(tmp_path), Shelf(breaks_at=4))
    source = Shelf(b"ABCDEF")

    land(landing(tmp_path), source, replace(FILM, modified=2))

    assert source.begun_at == [0]
    assert (tmp_path / CLASS / FILM.name).read_bytes() == b"ABCDEF"


@pytest.mark.parametrize(
    ("content", "offer", "reason"),
    [
        (b"abcde", FILM, Reason.PARTIAL),
        (b"abcdefg", FILM, Reason.SIZE),
        (b"", replace(FILM, size=None), Reason.EMPTY),
        (b"abcdef", replace(FILM, digest="md5:00"), Reason.DIGEST),
        (b"abcdef", replace(FILM, digest="sha256:00"), Reason.DIGEST),
    ],
)
def test_what_is_not_what_was_offered_is_refused(
    content: bytes, offer: Offer, reason: Reason, tmp_path: Path
) -> None:
    missed = land(landing(tmp_path), Shelf(content), offer)

    assert isinstance(missed, NotLanded)
    assert (missed.reason, shown(tmp_path)) == (reason, [])


def test_only_a_partial_one_is_gone_on_from(tmp_path: Path) -> None:
    land(landing(tmp_path), Shelf(b"abcdefg"))
    assert parts(tmp_path) == []

    land(landing(tmp_path), Shelf(b"abc"))
    assert [path.read_bytes() for path in parts(tmp_path)] == [b"abc"]


def test_a_right_digest_of_any_usual_kind_is_accepted(tmp_path: Path) -> None:
    digest = hashlib.md5(b"abcdef").hexdigest().upper()  # noqa: S324 - as stores tell it

    assert isinstance(
        land(landing(tmp_path), Shelf(), replace(FILM, digest=f"md5:{digest}")), Landed
    )


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        (10 * MINUTE, None),
        (10 * MINUTE - 10 * SECOND, None),
        (10 * MINUTE - 10 * SECOND - 1, Reason.SPAN),
        (10 * MINUTE + 10 * SECOND, None),
        (10 * MINUTE + 10 * SECOND + 1, Reason.SPAN),
        (0, Reason.FOOTAGE),
    ],
)
def test_footage_that_is_longer_or_shorter_than_offered_is_refused(
    length: int, reason: Reason | None, tmp_path: Path
) -> None:
    outcome = land(landing(tmp_path, length=length), Shelf(), replace(FILM, span=SPAN))

    found = outcome.reason if isinstance(outcome, NotLanded) else None
    assert found is reason


def test_a_log_has_no_span_to_check(tmp_path: Path) -> None:
    offer = Offer("1", "online/a.jsonl.gz", span=SPAN)

    assert isinstance(land(landing(tmp_path, length=0), Shelf(), offer), Landed)


def test_what_is_missing_is_kept_with_its_tries_until_it_lands(tmp_path: Path) -> None:
    source = Shelf(breaks_at=2)
    for now in (5, 6):
        land(landing(tmp_path), source, replace(FILM, span=SPAN), now=now)

    (missed,) = landing(tmp_path).still_missing()
    assert (missed.tries, missed.first_at, missed.last_at) == (2, 5, 6)
    assert (missed.subject, missed.offer.span) == (CLASS, SPAN)
    assert str(missed.why) == "it can't be reached: the line broke"

    source.breaks_at = None
    land(landing(tmp_path), source)
    assert landing(tmp_path).still_missing() == ()


def test_a_damaged_receipt_is_as_good_as_none(tmp_path: Path) -> None:
    land(landing(tmp_path), Shelf())
    (receipt,) = (tmp_path / ".landed").rglob("*.json")
    receipt.write_text(json.dumps({"source": "shelf"}))

    landed = land(landing(tmp_path), Shelf())

    assert isinstance(landed, Landed)
    assert shown(tmp_path) == [FILM.name]


def test_two_do_not_write_one_file_at_once(tmp_path: Path) -> None:
    land(landing(tmp_path), Shelf(breaks_at=2))
    (part,) = parts(tmp_path)

    with part.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        outcome = land(landing(tmp_path), Shelf())

    assert isinstance(outcome, NotLanded)
    assert outcome.reason is Reason.BUSY
    assert [each.tries for each in landing(tmp_path).still_missing()] == [1]


def test_a_full_disk_is_a_reason_and_not_the_end_of_the_night(tmp_path: Path) -> None:
    outcome = land(landing(tmp_path, free=1e9), Shelf())

    assert isinstance(outcome, NotLanded)
    assert outcome.reason is Reason.ROOM


@pytest.mark.parametrize("name", ["../a.mp4", "/etc/passwd", "recordings/../../a", "C:\\a", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str, tmp_path: Path) -> None:
    outcome = land(landing(tmp_path), Shelf(), replace(FILM, name=name))

    assert isinstance(outcome, NotLanded)
    assert outcome.reason is Reason.NAME
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


@pytest.mark.parametrize("subject", ["a", "a/b/c", "../b", "a/..", "a/.b", "/a/b"])
def test_a_subject_is_an_institution_and_a_class(subject: str, tmp_path: Path) -> None:
    with pytest.raises(Unfit):
        landing(tmp_path).bundle(subject)


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("recordings/教室1/a b.mp4", "recordings/教室1/a_b.mp4"),
        (r"recordings\cam1\a.mp4", "recordings/cam1/a.mp4"),
        ("recordings/09:00.mp4", "recordings/09_00.mp4"),
        ("recordings/.hidden", "recordings/_hidden"),
        ("recordings/con.mp4", "recordings/_con.mp4"),
    ],
)
def test_names_are_made_fit_for_every_system(written: str, safe: str) -> None:
    assert safe_path(written) == safe


@given(st.text(min_size=1))
def test_a_safe_path_stays_in_its_folder_and_is_safe_already(written: str) -> None:
    try:
        safe = safe_path(written)
    except Unfit:
        return

    assert safe_path(safe) == safe
    assert all(
        part and not part.startswith(".") and len(part.encode()) <= LONGEST
        for part in safe.split("/")
    )
