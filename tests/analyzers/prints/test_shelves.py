"""What few words can't find in the record is found by whose camera filmed it, or which room."""

from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace

import pytest

from evidence.analyzers.prints.aligning import matches
from evidence.analyzers.prints.form import Print
from evidence.analyzers.prints.form import dumps as dumped
from evidence.analyzers.prints.known import known_prints
from evidence.analyzers.prints.reading import Reading
from evidence.analyzers.prints.recorded import OFF_A_SHELF, SCARCE, RecordComparer, subject_of
from evidence.analyzers.prints.reels import reels
from evidence.analyzers.prints.shelves import FIRST, class_number, shelves
from evidence.analyzers.prints.words import BITS, words
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import Flaw, Pictures, Seen, Spell
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import DAY, SECOND, Interval
from evidence.store.memory import MemoryStore
from tests.analyzers.prints.rooms import Day, Lens, cut, seen, spliced, taken

NINE = 1_618_794_000 * SECOND
LATER = NINE + 30 * DAY
# Days of the drawn room, named for how many words their copies share with them.
NONE, ONE, TWO = 2, 5, 1


@dataclass
class Bundle:
    """As much of a bundle as comparing needs."""

    name: str
    institution: str = "INST-1"
    sessions: tuple[Session, ...] = ()
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def training_class(self):
        return SimpleNamespace(institution_id=self.institution, id=self.name)

    @property
    def sha256(self):
        return f"{self.institution}{self.name}".ljust(64, "0")


@cache
def day(number: int) -> Day:
    return Day(1, number, length=400.0)


@cache
def original(number: int):
    return taken(seen(day(number), 0, 300))


@cache
def again(number: int):
    return taken(seen(day(number), 1.7, 290, lens=Lens(noise=3.0), gap=8), gap=8)


@cache
def within(length: int):
    """Some minutes of the day ONE in a reel so many seconds long."""
    other = seen(Day(1, 50 + ONE, length=1300.0), 0, length)
    piece = seen(day(ONE), 1.7, 280, lens=Lens(noise=3.0))
    return taken(spliced(other, 60, piece))


def recording(shown: Print, start: int, camera: str = "cam1", path: str = "a.mp4") -> Recording:
    pictures = Pictures(Seen.LOOKED, prints=dumped(shown))
    file = FootageFile(path, camera, start, DatedBy.TABLE)
    return Recording(file, Media(EndReason.COMPLETE, duration=shown.length), pictures)


def lesson(start: int, room: str, *cameras: str) -> Session:
    span = Interval(start, start + 2700 * SECOND)
    return Session("S1", Kind.PRACTICAL, span, 1, room=room, cameras=cameras)


@pytest.fixture
def record() -> RecordComparer:
    store = MemoryStore.empty()
    return RecordComparer(store.prints, store.observations, "1", lambda: 0)


def found(record: RecordComparer, bundle: Bundle, *files: Recording) -> list[Spell]:
    bundle.digests.update({one.path: f"{bundle.sha256}/{one.path}" for one in files})
    compared = record.compare(bundle, files)
    return [one for each in compared for one in each.pictures.of(Flaw.REUSED)]


def fill(record: RecordComparer, count: int) -> None:
    """So many days of the same camera, each of another class, as if they had been checked."""
    for number in range(count):
        bundle = Bundle(f"C{number}")
        (reel,) = reels([recording(original(20 + number), NINE + number * DAY)])
        bundle.digests["a.mp4"] = bundle.sha256
        record.record.put(list(known_prints(bundle, subject_of(bundle), reel)))


def test_a_shelf_is_no_word_and_fits_a_database() -> None:
    (reel,) = reels([recording(original(ONE), NINE)])

    numbers = [*shelves(Bundle("A"), reel), class_number("INST-1/A") + FIRST]

    assert min(numbers) >= FIRST > (1 << BITS)
    assert max(numbers) < 1 << 31


def test_a_short_class_that_shares_no_word_is_found_by_its_camera(record) -> None:
    found(record, Bundle("A"), recording(original(NONE), NINE))

    (spell,) = found(record, Bundle("B"), recording(again(NONE), LATER))

    assert spell.twin.bundle == Bundle("A").sha256
    assert spell.certain is None


def test_neither_another_camera_nor_one_of_that_name_elsewhere_is_its_shelf(record) -> None:
    found(record, Bundle("A"), recording(original(NONE), NINE, camera="cam2"))
    found(record, Bundle("A", "INST-2"), recording(original(NONE), NINE))

    assert not found(record, Bundle("B"), recording(again(NONE), LATER))


@pytest.mark.parametrize(
    ("room", "cameras", "is_found"),
    [("101", ("cam2",), 1), ("101", (), 1), ("102", ("cam2",), 0), ("101", ("cam3",), 0)],
    ids=["by its timetable", "by any camera's", "of another room", "of another camera's lesson"],
)
def test_a_room_is_known_under_another_camera(record, room, cameras, is_found: int) -> None:
    first = Bundle("A", sessions=(lesson(NINE, "101", "cam1"),))
    found(record, first, recording(original(NONE), NINE))
    second = Bundle("B", sessions=(lesson(LATER, room, *cameras),))

    assert len(found(record, second, recording(again(NONE), LATER, camera="cam2"))) == is_found


def test_the_room_of_another_hour_is_not_its_shelf(record) -> None:
    first = Bundle("A", sessions=(lesson(NINE, "101"),))
    found(record, first, recording(original(NONE), NINE))
    second = Bundle("B", sessions=(lesson(LATER + DAY, "101"),))

    assert not found(record, second, recording(again(NONE), LATER, camera="cam2"))


@pytest.mark.parametrize(("since", "is_found"), [(OFF_A_SHELF - 1, 1), (OFF_A_SHELF, 0)])
def test_what_shares_no_word_is_found_among_the_last_on_its_shelf(record, since, is_found) -> None:
    found(record, Bundle("A"), recording(original(NONE), NINE))
    fill(record, since)

    assert len(found(record, Bundle("B"), recording(again(NONE), LATER))) == is_found


def test_one_word_puts_a_print_before_the_last_on_its_shelf(record) -> None:
    found(record, Bundle("A"), recording(original(ONE), NINE))
    fill(record, 2 * OFF_A_SHELF)

    assert found(record, Bundle("B"), recording(again(ONE), LATER))


def test_recordings_of_the_class_itself_take_nobodys_turn(record) -> None:
    found(record, Bundle("A"), recording(original(NONE), NINE))
    own = [
        recording(original(20 + number), NINE + number * DAY, path=f"{number}.mp4")
        for number in range(2 * OFF_A_SHELF)
    ]
    found(record, Bundle("B"), *own)
    late = Bundle("B")
    late.digests["own"] = "more"

    handed_in_again = RecordComparer(record.record, record.kept, "2", lambda: 0)
    assert found(handed_in_again, late, recording(again(NONE), LATER))


@pytest.mark.parametrize(("length", "is_found"), [(130, 0), (150, 1)])
def test_what_only_its_shelf_speaks_for_must_stand_far_out(record, length, is_found) -> None:
    """Within a class both are told of; 130 seconds stand out of chance by less than CERTAIN."""
    piece = seen(day(TWO), 101.7, length, lens=Lens(noise=2.0))
    part = taken(spliced(seen(Day(1, 50 + TWO, length=400.0), 0, 300), 100, piece))
    (match,) = matches(Reading(part), Reading(original(TWO)))
    assert match.sure == bool(is_found)
    found(record, Bundle("A"), recording(original(TWO), NINE))

    assert len(found(record, Bundle("B"), recording(part, LATER))) == is_found


@pytest.mark.parametrize(("number", "is_found"), [(TWO, 1), (ONE, 0)])
def test_two_words_are_enough_of_a_few_wherever_it_was_filmed(record, number, is_found) -> None:
    found(record, Bundle("A", "INST-2"), recording(original(number), NINE))

    assert len(found(record, Bundle("B"), recording(again(number), LATER))) == is_found


@pytest.mark.parametrize(("length", "is_found"), [(820, 1), (840, 0)])
def test_a_reel_of_more_words_is_found_by_them_alone(record, length: int, is_found: int) -> None:
    found(record, Bundle("A"), recording(original(ONE), NINE))

    assert len(found(record, Bundle("B"), recording(within(length), LATER))) == is_found
    assert (len(words(within(length))) < SCARCE) == bool(is_found)


@pytest.mark.parametrize(("before", "now"), [(10, 10), (300, 10), (10, 300)])
def test_files_of_ten_seconds_are_found_as_one_is(record, before: int, now: int) -> None:
    cells = seen(day(NONE), 0, 300), seen(day(NONE), 1.7, 290, lens=Lens(noise=3.0))
    assert not found(record, Bundle("A"), *cut(cells[0], NINE, before))

    spells = found(record, Bundle("B"), *cut(cells[1], LATER, now))

    assert spells[0].length > 200 * SECOND
    assert {one.twin.bundle for one in spells} == {Bundle("A").sha256}
