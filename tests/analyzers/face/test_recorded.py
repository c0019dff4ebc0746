"""Faces of a class held against the record: who is told of, and what is kept of whom."""

import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.analyzers.face.cards import card
from evidence.analyzers.face.recorded import RecordedFaces
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.people import Learner
from evidence.domain.presence import (
    ClassFaces,
    Face,
    FacesSeen,
    Likeness,
    Look,
    Portrait,
    PortraitFault,
    RecordingFaces,
    Sighting,
    Thresholds,
    Track,
    Watched,
)
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import MINUTE, Interval
from evidence.pipeline.ports import Progress
from evidence.pipeline.quiet import Quiet
from evidence.store.memory import MemoryStore
from evidence.store.sealed import FernetSeal
from tests.pipeline.classes import MORNING, bundle

LIMITS = Thresholds(match=520, margin=40, possible=650, smallest_face=48)
LIMIT = card("dlib-resnet").threshold("record_match")
KEY = Fernet.generate_key().decode()
BOX = Face(0, 0, 60, 80, 90)


def face(at: float, dimension: int = 0) -> bytes:
    """A face so far from that of ``face(0)``."""
    vector = np.zeros(128, "<f4")
    vector[dimension] = at
    return vector.tobytes()


def person(number: int, id_number: str = "", name: str = "") -> Learner:
    return Learner(f"L{number}", name=name, id_number=id_number)


def class_of(
    name: str, *learners: Learner, room: str = "101", content: str = "", school: str = "S1"
) -> ClassBundle:
    span = Interval(MORNING, MORNING + 45 * MINUTE)
    session = Session("T01", Kind.THEORY, span, 1, room, (f"cam-{room}",))
    plain = bundle(session, id=name, institution_id=school)
    return replace(plain, learners=learners, sha256=(content or name) * 64)


@dataclass
class Seeing:
    """Sees these portraits, and these learners in the room for the first so many minutes."""

    portraits: Mapping[str, Sequence[bytes]]
    seen: Mapping[str, int]
    fault: PortraitFault | None = None

    def faces(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> ClassFaces:
        minutes = tuple(range(0, 45 * MINUTE, MINUTE))
        look = Look(0, BOX, 1.0, face(0))
        sightings = tuple(
            Sighting(
                recordings[0].path,
                Track(0, many * MINUTE - 1, many, 80, (look,)),
                (Likeness(who, 300), Likeness("nobody", 900)),
            )
            for who, many in self.seen.items()
        )
        seen = FacesSeen(Watched.WATCHED, 1920, 1080, minutes)
        portraits = tuple(
            (who, tuple(Portrait(who * 9, self.fault, BOX, 1.0, one) for one in faces))
            for who, faces in self.portraits.items()
        )
        shown = (RecordingFaces(recordings[0].path, seen, sightings),)
        return ClassFaces(portraits, shown, LIMITS)


class Office:
    """A record, and classes that are checked against it one after the other."""

    def __init__(self, key: str = KEY) -> None:
        self.store, self.seal = MemoryStore.empty(), FernetSeal(key)

    def check(
        self,
        checked: ClassBundle,
        portraits: Mapping[str, Sequence[bytes]],
        seen: Mapping[str, int] | None = None,
        fault: PortraitFault | None = None,
    ) -> ClassFaces:
        camera = checked.sessions[0].cameras[0]
        file = FootageFile("recordings/a.mp4", camera, MORNING, DatedBy.TABLE)
        recording = Recording(file, Media(EndReason.COMPLETE, duration=45 * MINUTE))
        observer = Seeing(portraits, seen or {}, fault)
        recorded = RecordedFaces(
            observer, self.store.faces, self.store.observations, self.seal, lambda: 0
        )
        return recorded.faces(checked, [recording], Quiet())


@pytest.mark.parametrize(("apart", "told"), [(LIMIT - 0.002, 1), (LIMIT + 0.002, 0)])
def test_a_face_on_record_under_another_id_number_is_told(apart: float, told: int) -> None:
    office = Office()
    first = class_of("a", person(1, "1"))
    assert not office.check(first, {"L1": [face(0)]}).lookalikes

    found = office.check(class_of("b", person(7, "2")), {"L7": [face(apart)]})

    assert len(found.lookalikes) == told
    for one in found.lookalikes:
        assert (one.learner, one.other, one.bundle) == ("L7", "L1", first.sha256)
        assert (one.alike, one.known) == (1, 1)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (person(1, "1", "x"), person(1, "1", "y"), False),
        (person(1, "1", "x"), person(1, "2", "x"), True),
        (person(1, "", "x"), person(1, "2", "x"), False),
        (person(1, "", "x"), person(1, "", "y"), True),
        (person(1), person(1), True),
    ],
)
def test_who_takes_two_trainings_under_one_identity_is_no_ghost(
    one: Learner, other: Learner, told: bool
) -> None:
    office = Office()
    office.check(class_of("a", one), {"L1": [face(0)]})

    assert bool(office.check(class_of("b", other), {"L1": [face(0)]}).lookalikes) is told


def test_a_class_that_is_handed_in_again_is_not_held_against_itself() -> None:
    office = Office()
    for content, number in (("a", "1"), ("b", "2")):
        checked = class_of("a", person(1, number), content=content)
        assert not office.check(checked, {"L1": [face(0)]}).lookalikes


def test_who_was_seen_in_two_rooms_at_one_time_is_two_people() -> None:
    for room, two in (("102", True), ("101", False)):
        office = Office()
        office.check(class_of("a", person(1, "1")), {"L1": [face(0)]}, {"L1": 30})

        other = class_of("b", person(1, "2"), room=room)
        found = office.check(other, {"L1": [face(0)]}, {"L1": 30})

        assert bool(found.lookalikes) is not two


def test_a_few_minutes_in_two_rooms_may_be_two_clocks_and_exonerate_nobody() -> None:
    office = Office()
    office.check(class_of("a", person(1, "1")), {"L1": [face(0)]}, {"L1": 5})

    found = office.check(class_of("b", person(1, "2"), room="9"), {"L1": [face(0)]}, {"L1": 5})

    assert found.lookalikes


def test_one_identity_in_the_rooms_of_two_classes_at_one_time_is_told() -> None:
    office = Office()
    first = class_of("a", person(1, "1"))
    office.check(first, {"L1": [face(0)]}, {"L1": 30})

    (told,) = office.check(
        class_of("b", person(4, "1"), room="102"), {"L4": [face(0.3)]}, {"L4": 20}
    ).also_there

    assert (told.learner, told.other, told.bundle) == ("L4", "L1", first.sha256)
    assert (told.here, told.there) == ("T01", "T01")
    assert told.shared.length == 20 * MINUTE
    assert told.paths == ("recordings/a.mp4",)


@pytest.mark.parametrize(
    ("room", "school", "told"), [("101", "S1", False), ("101", "S2", True), ("102", "S1", True)]
)
def test_two_classes_may_be_taught_together_in_one_room(room: str, school: str, told: bool) -> None:
    office = Office()
    office.check(class_of("a", person(1, "1")), {"L1": [face(0)]}, {"L1": 30})

    other = class_of("b", person(1, "1"), room=room, school=school)

    assert bool(office.check(other, {"L1": [face(0)]}, {"L1": 30}).also_there) is told


def test_without_an_id_number_nobody_is_the_same_person_elsewhere() -> None:
    office = Office()
    office.check(class_of("a", person(1, "", "x")), {"L1": [face(0)]}, {"L1": 30})

    other = class_of("b", person(1, "", "x"), room="102")

    assert not office.check(other, {"L1": [face(0)]}, {"L1": 30}).also_there


def test_the_same_bundle_is_held_against_the_same_record_ever_after() -> None:
    office = Office()
    asked = class_of("a", person(1, "1"))
    before = office.check(asked, {"L1": [face(0)]})
    office.check(class_of("b", person(1, "2")), {"L1": [face(0)]})

    assert office.check(asked, {"L1": [face(0)]}) == before


def test_one_person_in_many_classes_counts_once_and_many_people_count_each() -> None:
    office = Office()
    for name, number in (("a", "1"), ("b", "1"), ("c", "3")):
        office.check(class_of(name, person(1, number)), {"L1": [face(0.1)]})

    (told,) = office.check(class_of("d", person(1, "9")), {"L1": [face(0)]}).lookalikes

    assert (told.alike, told.known) == (2, 3)


def test_of_many_the_nearest_is_told() -> None:
    office = Office()
    office.check(
        class_of("a", person(1, "1"), person(2, "2")), {"L1": [face(0.3)], "L2": [face(0.1)]}
    )

    (told,) = office.check(class_of("b", person(1, "9")), {"L1": [face(0)]}).lookalikes

    assert (told.other, told.distance, told.alike) == ("L2", 100, 2)


@pytest.mark.parametrize("fault", [PortraitFault.BLURRED, PortraitFault.SAME_FILE])
def test_a_portrait_that_shows_nobody_well_is_neither_asked_nor_kept(fault: PortraitFault) -> None:
    office = Office()
    office.check(class_of("a", person(1, "1")), {"L1": [face(0)]}, fault=fault)

    assert office.store.faces.stored() == 0


def test_nothing_that_is_kept_names_anybody_or_lies_open() -> None:
    office = Office()
    learner = replace(person(1, "410000199001011234", "某某"), id="LEARNER-7")
    photos, minutes = {"LEARNER-7": [face(0.25)]}, {"LEARNER-7": 30}
    office.check(class_of("CLASS-9", learner), photos, minutes)

    ((_, kept),) = office.store.faces.kept
    told = json.dumps([kept.of, kept.code, kept.body, kept.names, kept.people])
    for said in ("410000199001011234", "某某", "LEARNER-7", "CLASS-9", "session", KEY):
        assert said not in told
    assert face(0.25)[:4] not in b64decode(kept.body.encode() + b"==", altchars=b"-_")
    assert office.seal.open(kept.body)


def test_another_key_finds_nothing() -> None:
    office = Office()
    office.check(class_of("a", person(1, "1")), {"L1": [face(0)]}, {"L1": 30})
    office.seal = FernetSeal(Fernet.generate_key().decode())

    found = office.check(class_of("b", person(1, "2"), room="9"), {"L1": [face(0)]}, {"L1": 30})

    assert not found.lookalikes
    assert not found.also_there


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.floats(0, 1, width=16), st.integers(1, 3)),
        min_size=1,
        max_size=8,
    )
)
def test_whoever_is_told_of_is_of_another_class_and_identity_and_near(
    people: list[tuple[int, float, int]],
) -> None:
    office = Office()
    faces: dict[str, tuple[str, float]] = {}
    for place, (number, at, many) in enumerate(people):
        name = "abcdefgh"[place]
        checked = class_of(name, person(1, str(number)))
        found = office.check(checked, {"L1": [face(at)] * many})
        for one in found.lookalikes:
            other, there = faces[one.bundle]
            assert other != str(number)
            assert abs(there - at) <= LIMIT + 0.001
        near = {
            other
            for other, there in faces.values()
            if other != str(number) and abs(there - at) < LIMIT - 0.001
        }
        assert sum(one.alike for one in found.lookalikes) >= len(near)
        faces[checked.sha256] = (str(number), at)
