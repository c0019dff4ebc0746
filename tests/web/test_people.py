"""People and faces as lanes: from what a night kept, under its own key alone."""

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from evidence.analyzers.face import wire
from evidence.domain.presence import Face, FacesSeen, Look, Track, Watched
from evidence.domain.time import MINUTE, SECOND, Interval
from evidence.pipeline.ledger import Observation
from evidence.report.words import Voice
from evidence.store.sealed import FernetSeal
from evidence.web.people import people_lanes
from evidence.wiring.faces import FacesKept, looked_by
from evidence.wiring.footage_kept import recordings_of
from evidence.wiring.office import Office
from tests.web.footage import START, with_footage

A = "INST-A/CLASS-1"
HOUR = Interval(START, START + 45 * MINUTE)
VOICE = Voice("en", "Asia/Shanghai")
SEEN_WELL = (Look(0, Face(0, 0, 90, 90, 99.0), 1.0),)
TRACKS = (
    Track(10 * SECOND, 50 * SECOND, 9, 90, SEEN_WELL),
    Track(30 * SECOND, 100 * SECOND, 9, 20),
    Track(55 * SECOND, 58 * SECOND, 9, 20),
)


@pytest.fixture
def seal() -> FernetSeal:
    return FernetSeal(Fernet.generate_key().decode())


@pytest.fixture
def kept(office: Office, seal: FernetSeal) -> Office:
    with_footage(office, A)
    known = office.store.classes.get(A)
    assert known
    (recording,) = known.recordings
    seen = FacesSeen(Watched.WATCHED, 1280, 720, (0,), TRACKS)
    key = f"{looked_by()}/faces/{seal.name}"
    observation = Observation(recording.sha256, key, seal.close(wire.dumps(seen)))
    office.store.observations.put(observation, office.clock.now())
    return replace(office, faces=FacesKept(office.store.observations, seal))


def told(office: Office) -> list[tuple[str, list[tuple[int, str]]]]:
    """Each lane, and where its bars begin (in minutes) with how many they tell."""
    lanes = people_lanes(office, A, recordings_of(office.store, A), HOUR, VOICE)
    return [
        (lane.name, [((bar.span.start - START) // MINUTE, bar.sign) for bar in lane.bars])
        for lane in lanes
    ]


def test_people_are_counted_minute_by_minute_and_faces_beside_them(kept: Office) -> None:
    people, faces = told(kept)
    assert people == ("People in view", [(0, "2"), (1, "1")])
    assert faces == ("Faces seen well", [(0, "1")])


def test_without_the_key_or_with_another_there_is_no_lane(kept: Office) -> None:
    other = FernetSeal(Fernet.generate_key().decode())
    for seal in (None, other):
        assert not told(replace(kept, faces=FacesKept(kept.store.observations, seal)))
