from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace

import pytest

from evidence.analyzers.prints.form import dumps
from evidence.analyzers.prints.recorded import RecordComparer
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import Flaw, Pictures, Seen
from evidence.domain.time import SECOND
from evidence.store.memory import MemoryStore
from tests.analyzers.prints.rooms import Day, Lens, seen, taken

LENGTH = 1200.0
NINE = 1_618_794_000 * SECOND
DAY = 86_400 * SECOND


@dataclass
class Bundle:
    """As much of a bundle as comparing needs."""

    name: str
    content: str
    sessions: tuple = ()
    digests: dict = field(default_factory=dict)

    @property
    def training_class(self):
        return SimpleNamespace(institution_id="INST-1", id=self.name)

    @property
    def sha256(self):
        return (self.content * 64)[:64]


@cache
def cells(day: int, again: bool = False):
    start, lens = (1.7, Lens(noise=1.5)) if again else (0.0, Lens())
    return seen(Day(1, day, length=LENGTH), start, LENGTH - 5, lens=lens)


def recording(what, start, camera="cam1") -> Recording:
    shown = taken(what)
    file = FootageFile("one.mp4", camera, start, DatedBy.TABLE)
    pictures = Pictures(Seen.LOOKED, prints=dumps(shown))
    return Recording(file, Media(EndReason.COMPLETE, duration=shown.length), pictures)


@pytest.fixture
def comparer():
    store = MemoryStore.empty()
    return RecordComparer(store.prints, store.observations, "1", lambda: 0)


def spells(comparer, bundle, *recordings):
    compared = comparer.compare(bundle, recordings)
    return [spell for one in compared for spell in one.pictures.spells]


def test_what_another_class_handed_in_before_is_found(comparer):
    first = Bundle("A", "a")
    assert not spells(comparer, first, recording(cells(1), NINE))

    (spell,) = spells(comparer, Bundle("B", "b"), recording(cells(1, again=True), NINE + 30 * DAY))

    assert spell.flaw is Flaw.REUSED
    assert spell.twin.bundle == first.sha256
    assert spell.twin.known == 1
    assert spell.possible.length > 1000 * SECOND
    assert spell.certain is None


def test_another_day_of_the_same_room_is_not(comparer):
    spells(comparer, Bundle("A", "a"), recording(cells(1), NINE))

    assert not spells(comparer, Bundle("B", "b"), recording(cells(2), NINE + DAY))


def test_a_class_that_is_handed_in_again_is_not_held_against_itself(comparer):
    spells(comparer, Bundle("A", "a"), recording(cells(1), NINE))

    assert not spells(comparer, Bundle("A", "c"), recording(cells(1), NINE + DAY))


def test_two_classes_taught_together_share_their_footage(comparer):
    spells(comparer, Bundle("A", "a"), recording(cells(1), NINE))

    shared = recording(cells(1, again=True), NINE + SECOND, camera="hall")
    assert not spells(comparer, Bundle("B", "b"), shared)


def test_the_same_bundle_is_held_against_the_same_record_ever_after(comparer):
    early, late = Bundle("A", "a"), Bundle("B", "b")
    assert not spells(comparer, early, recording(cells(1), NINE))
    assert spells(comparer, late, recording(cells(1, again=True), NINE + 30 * DAY))

    assert not spells(comparer, early, recording(cells(1), NINE))
    assert comparer.record.extent() == 2
