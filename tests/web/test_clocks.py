"""The clock in the picture on the page of a class hour."""

import pytest

import evidence
from evidence.analyzers.frames import wire as frames_wire
from evidence.analyzers.media import wire
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import ClockReading, Pictures, Seen
from evidence.domain.time import SECOND, Interval
from evidence.pipeline.accounts import Account, Role
from evidence.pipeline.ledger import Observation
from evidence.pipeline.store import KnownClass, KnownRecording
from evidence.report.language import ENGLISH
from evidence.report.verdict_record import EvidenceRecord, FindingRecord, SubjectRecord
from evidence.report.words import Voice
from evidence.store.memory import MemoryStore
from evidence.web.addresses import Filters
from evidence.web.clips import Shown
from evidence.web.clocks import clocks, read_with

NINE = 1_618_794_000 * SECOND
VOICE = Voice(ENGLISH, "UTC")
SHOWN = Shown(
    "INST-1/A",
    "P01-2",
    Interval(NINE, NINE + 600 * SECOND),
    Filters(),
    None,
    Account("chen", Role.INSPECTOR),
)
FILES = [
    Recording(
        FootageFile(f"{number}.mp4", "cam1", NINE + number * 10 * SECOND, DatedBy.TABLE),
        Media(EndReason.COMPLETE, duration=10 * SECOND),
        Pictures(
            Seen.LOOKED, clock=(ClockReading(0, (NINE + number * 10 * SECOND - 86_400 * SECOND,)),)
        ),
    )
    for number in range(6)
]


def finding(*paths: str) -> FindingRecord:
    """A clock that is told of with the first of these files."""
    return FindingRecord(
        rule="footage-clock",
        effect="review",
        clause="",
        subject=SubjectRecord(session="", hour=0, learner="", lesson="", recording=paths[0]),
        start=None,
        end=None,
        measured=86_400,
        required=120,
        unit="s",
        message="",
        evidence=[EvidenceRecord(path=path, start=0, end=0) for path in paths],
        message_zh="",
        text="",
    )


@pytest.fixture
def store() -> MemoryStore:
    """A class of these files, as it was read."""
    made = MemoryStore.empty()
    known = [KnownRecording(one.path, one.path * 4, "cam1", one.file.start) for one in FILES]
    made.classes.put(KnownClass("INST-1/A", "INST-1", "p", "i", None, None, tuple(known)), 0)
    for one in FILES:
        media, pictures = wire.dumps(one.media), frames_wire.dumps(one.pictures)
        made.observations.put(Observation(one.path * 4, evidence.__version__, media), 0)
        seen = Observation(one.path * 4, f"{evidence.__version__}/pictures", pictures)
        made.observations.put(seen, 0)
    return made


def test_on_the_page_of_one_file_a_clock_is_drawn_over_all_that_it_was_read_with(store) -> None:
    told = [finding(*(one.path for one in FILES))]

    files = read_with(store, SHOWN, told, FILES[:1])

    (row,) = clocks(SHOWN, told, files, VOICE)
    assert row.plot.count('class="reading"') == 2 * len(FILES)


def test_where_nothing_is_told_with_a_file_no_other_is_read(store) -> None:
    assert read_with(store, SHOWN, [finding("0.mp4", "1.mp4")], FILES[1:2]) == FILES[1:2]
    assert read_with(store, SHOWN, [finding("0.mp4")], FILES[:1]) == FILES[:1]


@pytest.mark.parametrize(
    ("told_with", "drawn"),
    [(("0.mp4", "1.mp4"), 1), (("of the hour before.mp4", "0.mp4"), 1), (("another.mp4",), 0)],
    ids=["a file of this hour", "one of the hour before, and on in this", "one of another hour"],
)
def test_a_clock_over_files_is_drawn_in_each_hour_that_shows_it(
    told_with: tuple[str, ...], drawn: int
) -> None:
    rows = clocks(SHOWN, [finding(*told_with)], FILES, VOICE)

    assert len(rows) == drawn
    for row in rows:
        assert row.plot.count('class="reading"') == 2 * len(FILES)
        assert ["path=0.mp4" in row.shots[0].source, "path=5.mp4" in row.shots[-1].source] == [
            True,
            True,
        ]
